"""Actions of reports: freeze an edition, keep its files."""
