"""What files offer to the kernel's registries."""

from portal.merging.registry import register_mover
from portal.uploads.merging import FILES


def register() -> None:
    """Register how files follow when two records become one."""
    register_mover(FILES)
