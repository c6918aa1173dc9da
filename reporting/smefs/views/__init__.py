"""Pages of SM EFS."""
