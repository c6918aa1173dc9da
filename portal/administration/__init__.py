"""Pages about the staff: who has access, invitations, roles, the end of access, the quarterly confirmation."""
