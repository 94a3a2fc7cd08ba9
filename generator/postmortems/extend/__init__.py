"""What authors of extensions build on: rules, importers, pages, charts, and how to test them."""
