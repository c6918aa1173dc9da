"""The rules of the fund and of practice about needs and results, as pure functions."""
