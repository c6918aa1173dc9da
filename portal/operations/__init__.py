"""Running the portal: what refuses to start, health, log of requests, the doctor."""
