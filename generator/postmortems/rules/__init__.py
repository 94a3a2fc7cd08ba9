"""One file per rule: what a record must not say, why, and how it is told."""
