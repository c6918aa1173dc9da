"""Readers of the sheets of diagnoses, findings at exit and events after leaving."""
