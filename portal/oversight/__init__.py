"""Pages of the data protection officer: the log, whose data were read, who read somebody's data."""
