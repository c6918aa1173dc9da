"""The rules of the fund about support, as pure functions."""
