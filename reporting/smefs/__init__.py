"""The file of SM EFS: layout and dictionaries as data, checks, what was sent, what came back (domain §1)."""
