"""From bytes in a YAML file to records and configuration, with every fault and its position."""
