"""Support as people write it down."""
