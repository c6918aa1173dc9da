"""Diagnoses, findings and events in words."""
