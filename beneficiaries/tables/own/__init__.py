"""What a person reads of their own data: in plain words, nothing that staff wrote for each other."""
