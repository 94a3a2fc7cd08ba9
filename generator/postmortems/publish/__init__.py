"""From the docs tree to the site: the MkDocs plugin and the build that runs it."""
