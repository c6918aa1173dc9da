"""Who signs in: accounts, organisations, memberships, sessions."""
