"""Figures in the shapes that others read."""
