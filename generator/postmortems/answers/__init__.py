"""What a command answers about incidents, as text for people and as JSON for programs."""
