"""How records of one schema version become records of the next: one file per step."""
