"""How many: report editions live here; figures themselves are computed, never stored."""
