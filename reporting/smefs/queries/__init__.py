"""Reads for the file of SM EFS."""
