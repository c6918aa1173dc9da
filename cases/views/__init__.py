"""Pages on which needs and results are written down."""
