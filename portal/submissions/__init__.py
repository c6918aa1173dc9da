"""What a form may rely on: done once, kept as a draft, never over somebody else's words."""
