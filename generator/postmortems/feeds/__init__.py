"""What other programs read of the incidents: feeds, calendars, tables of data, and badges."""
