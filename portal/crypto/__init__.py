"""Keys, sealed fields, blind index, primary keys."""
