"""Pages on which support is written down."""
