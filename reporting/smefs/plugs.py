"""What the room of SM EFS offers to the kernel."""


def register() -> None:
    """Register the plugs of this app with the kernel."""
