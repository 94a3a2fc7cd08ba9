"""The docs tree as jobs: what each is given, what it reads, and which must be done again."""
