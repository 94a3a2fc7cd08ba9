"""Lets `python -m postmortems` be the `postmortems` command."""

from __future__ import annotations

from postmortems.cli import main

if __name__ == "__main__":
    main()
