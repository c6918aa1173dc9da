"""Forms of figures, reports and indicators."""
