"""What the pages of the administration do with a request."""
