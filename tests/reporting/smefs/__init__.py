"""The file of SM EFS."""
