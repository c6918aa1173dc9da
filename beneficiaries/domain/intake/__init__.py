"""What the staff decides about an application: each decision once, one after the other, never two at a time."""
