"""Version 1, the first: a record says the version of its layout."""

from __future__ import annotations

from postmortems.edit.migrations.base import Step

STEP = Step(version=1, what="the record says its schema version")
