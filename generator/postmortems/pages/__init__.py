"""What each page says: one frozen dataclass per template, filled from records and numbers."""
