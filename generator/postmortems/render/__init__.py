"""Turns pages into Markdown files, and incident text into HTML that no publisher can misread."""
