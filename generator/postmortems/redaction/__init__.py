"""From records and settings to what one edition of the site may show of them, before any page."""
