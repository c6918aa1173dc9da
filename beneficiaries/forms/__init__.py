"""What is typed about people: the filters of the list, a person, the end of participation."""
