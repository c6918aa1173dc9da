"""The own space of people who take part: signing in without a password, its pages, its panels."""
