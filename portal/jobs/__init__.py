"""Background work: the bell, the schedule, and the try-out that runs both."""
