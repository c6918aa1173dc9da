"""My day: what waits for one colleague, from every app, with one next act on each row."""
