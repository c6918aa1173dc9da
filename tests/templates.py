"""An unknown variable in a template of the portal is a mistake; templates of libraries rely on blanks.

And what a template knew is kept for the tests, but not of the components inside it.
"""

import sys
from threading import local
from types import FrameType

from django.template import Context, Template
from django.test.signals import template_rendered


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


_at_work = local()


def render_and_tell(template: Template, context: Context) -> str:
    """Render ``template`` and send what it knows to the browser of the tests.

    Django's own tells of each template inside another, too: a page has hundreds, and each copies all that is known.
    """
    if getattr(_at_work, "inside", False):
        return template.nodelist.render(context)
    _at_work.inside = True
    try:
        template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)
    finally:
        _at_work.inside = False
