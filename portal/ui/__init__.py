"""Components, layouts and the frame of every page."""
