"""Inventing the whole grant project for the try-out: nobody in it exists."""
