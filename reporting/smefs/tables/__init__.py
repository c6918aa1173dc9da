"""What the pages of SM EFS show."""
