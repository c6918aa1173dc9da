"""What is kept no longer than its time: a plan from the data map, carried out each night (GDPR 5(1)(e), S65)."""
