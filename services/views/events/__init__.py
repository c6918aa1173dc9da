"""Pages of events for the staff: the list, one event, its places and its visitors."""
