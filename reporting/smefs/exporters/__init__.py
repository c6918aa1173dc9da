"""Files that leave: the claim table, the archive with a passphrase."""
