"""The tag of forms whose drafts are kept; every template has it without loading anything."""

from typing import Any

from django import forms, template

from portal.submissions.page_drafts import PageDraft, number_in
from portal.submissions.page_drafts import page_draft as kept_draft

register = template.Library()


@register.simple_tag(takes_context=True)
def page_draft(
    context: Any, form: forms.Form, *, key: str = "", about: str = "", when: Any = True, typed: Any = False
) -> PageDraft:
    """Begin a form with what was kept of it, unless it was ``typed`` just now; nothing at all unless ``when``."""
    if not when:
        return PageDraft()
    return kept_draft(context["request"], form, key=key, about=about or number_in(context.flatten()), typed=bool(typed))
