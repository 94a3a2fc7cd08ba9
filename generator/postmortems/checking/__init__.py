"""From files to findings: each record on its own, then all of them together."""
