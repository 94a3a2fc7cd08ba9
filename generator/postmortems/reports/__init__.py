"""Findings as text for people and machines: one file per format, nothing printed."""
