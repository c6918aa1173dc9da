"""Files that somebody sends: listings of SM EFS and payment claims."""
