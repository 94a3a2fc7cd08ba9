"""The team's policy as data: one frozen class for each file of site_config."""
