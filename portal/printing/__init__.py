"""Pages on paper: HTML into tagged PDF, with nothing fetched from anywhere."""
