"""What leaves the portal about people."""
