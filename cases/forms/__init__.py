"""What a caseworker writes down about needs and results."""
