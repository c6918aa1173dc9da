"""The fund's rules about people as pure functions: no database, no request, no clock."""
