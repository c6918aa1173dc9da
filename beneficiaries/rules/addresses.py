"""Which address may stand on something that is printed or posted (S24, S25)."""


def is_safe_to_print(*, said: bool | None, is_cautious: bool) -> bool:
    """Tell whether an address may be printed: what was said of it; in silence, unless contact needs care."""
    return not is_cautious if said is None else said
