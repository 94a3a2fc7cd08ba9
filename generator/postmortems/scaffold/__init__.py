"""What a repository of one's own begins with, and how it follows the defaults when they change."""
