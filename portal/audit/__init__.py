"""Who did, read, searched, exported or was refused what."""
