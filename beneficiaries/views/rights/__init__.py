"""Pages of requests of people about their own data (GDPR 12–22)."""
