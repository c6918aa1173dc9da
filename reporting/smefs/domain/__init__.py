"""Actions around the file of SM EFS: export it, keep what was sent, take what came back."""
