"""People, their record and its history in words."""
