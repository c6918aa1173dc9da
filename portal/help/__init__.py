"""Help in plain Polish: one screen for each page of the staff."""
