"""From incidents to numbers, each with its definition, its n, and what it leaves out and why."""
