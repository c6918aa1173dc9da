"""Tests of the own space."""
