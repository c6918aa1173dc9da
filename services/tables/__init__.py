"""Support in words and rows."""
