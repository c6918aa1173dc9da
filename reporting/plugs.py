"""What this app offers to the kernel."""


def register() -> None:
    """Register the plugs of this app with the kernel."""
