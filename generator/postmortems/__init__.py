"""Incidents in YAML become a published postmortem site."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
