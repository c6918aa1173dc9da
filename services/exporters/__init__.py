"""What leaves as a file: certificates, lists to sign, statements of hours."""
