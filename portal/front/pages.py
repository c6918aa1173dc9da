"""What the pages for everybody say: the texts that people published, and what the portal knows by itself."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.front.content import front_page
from portal.front.models import PageText
from portal.programmes.enums import ProjectStatus
from portal.programmes.models import GrantProject
from portal.texts.models import PublishedText
from portal.texts.queries import in_force
from portal.texts.registry import text_kinds
from portal.ui.context import CLASSES, CONTACT, HELP, PRIVACY, SAFETY
from portal.ui.formatting import current_language

#: What a page is called while nothing has been published on it.
TITLES: dict[str, Promise] = {
    HELP: _("How we help"),
    CLASSES: _("Classes and events"),
    CONTACT: _("Contact"),
    PRIVACY: _("Your data"),
    SAFETY: _("Using the portal safely"),
}


@dataclass(frozen=True)
class Written:
    """A page that people wrote: its title and words; ``body`` is blank while nothing has been published."""

    title: str | Promise
    body: str = ""


def written(code: str) -> Written:
    """Return the page of the running project, of several of the one that began last, in the language of the reader.

    One query. Raises ``Http404`` for a page that nobody has published and that has no title of its own.
    """
    rows = PageText.objects.filter(page__code=code, page__grant_project__status=ProjectStatus.RUNNING)
    began = F("page__grant_project__starts_on").desc(nulls_last=True)
    rows = rows.filter(language=current_language()).order_by(began, "-page", "-number")
    text = rows.select_related("page").first()
    if text is not None and text.page.is_used_on(today()):
        return Written(text.title, text.body)
    if code not in TITLES:
        raise Http404
    return Written(TITLES[code])


def plain_page(code: str) -> dict[str, Any]:
    """Return a page that is nothing but its words."""
    return {"text": written(code)}


def help_page(code: str) -> dict[str, Any]:
    """Return the page about the help, with its kinds."""
    return {"text": written(code), "page": front_page()}


def contact_page(code: str) -> dict[str, Any]:
    """Return the page that says where and when we are, with what the project knows of it."""
    return {"text": written(code), "page": front_page()}


def data_page(code: str) -> dict[str, Any]:
    """Return what happens to people's data, with the information of every controller."""
    return {"text": written(code), "notices": _public_texts()}


def _public_texts() -> list[PublishedText]:
    """Return the other texts in force that anybody may read, in the language of the reader."""
    running = GrantProject.objects.filter(status=ProjectStatus.RUNNING)
    project = running.order_by(F("starts_on").desc(nulls_last=True), "-pk").first()
    if project is None:
        return []
    kinds = [kind for kind in text_kinds() if kind.public and kind.published is not PageText]
    return [text for kind in kinds for text in in_force(kind.published, project, current_language())]
