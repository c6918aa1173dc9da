"""The front of the house: pages for everybody, with their language in the address."""
