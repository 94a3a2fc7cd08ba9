"""Findings and advice as text for people and machines, by format; nothing is printed."""
