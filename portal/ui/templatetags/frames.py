"""Bar and foot of the pages of the staff, drawn once for all pages that are alike (``portal.ui.staff_frame``)."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.ui.context import Frame
from portal.ui.kept_pieces import kept_piece
from portal.ui.staff_frame import own_words, staff_frame

register = template.Library()


@register.simple_block_tag(takes_context=True, end_name="endstaff_bar")
def staff_bar(context: template.Context, content: str, frame: Frame) -> SafeString:
    """Draw the bar over a page of the staff with its menu; the content stands where support is written down."""
    actions = mark_safe(content.strip())  # noqa: S308 - what a template has rendered is escaped already
    shared = staff_frame(frame, other_actions=bool(actions))
    token = str(context.get("csrf_token", ""))
    return kept_piece("staff_bar", shared, csrf_token=token, actions=actions, **own_words(frame))


@register.simple_tag
def staff_foot(frame: Frame) -> SafeString:
    """Draw what stands under a page of the staff: links, the menu of a phone, the panels that open over the page."""
    return kept_piece("staff_foot", staff_frame(frame), log_url=frame.log_url)
