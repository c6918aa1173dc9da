"""Files that leave: certificates of courses."""
