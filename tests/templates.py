"""An unknown variable in a template of the portal is a mistake; templates of libraries rely on blanks."""

import sys
from types import FrameType


class UnknownVariable(str):
    """Stands for ``string_if_invalid``: fails where a template of the portal prints an unknown variable."""

    def __new__(cls) -> "UnknownVariable":
        return super().__new__(cls, "%s")

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered(sys._getframe(1))
        if "site-packages" in template:
            return ""
        raise AssertionError(f"unknown template variable “{variable}” in {template or 'a template'}")


def _template_being_rendered(frame: FrameType | None) -> str:
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if origin is not None and frame.f_code.co_name in ("render", "render_annotated"):
            return str(origin)
        frame = frame.f_back
    return ""
