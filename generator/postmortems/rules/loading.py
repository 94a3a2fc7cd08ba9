"""All faults that reading a file reports by itself, so that each has a page and a level."""

from __future__ import annotations

from postmortems.rules.loading_config import CONFIG
from postmortems.rules.loading_shape import SHAPE
from postmortems.rules.loading_text import TEXT
from postmortems.rules.loading_times import TIMES

LOADING = (*TEXT, *SHAPE, *TIMES, *CONFIG)
"""Rules without a check of their own: the reader yields their problems."""
