"""All steps, in the order of their versions."""

from __future__ import annotations

from postmortems.edit.migrations import version_1

STEPS = (version_1.STEP,)
"""The last one's version is the one that this program reads and writes."""
