"""The accessibility statement as a page shows it, and the reminder of its yearly review (R89–R91)."""

import datetime
import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.clock import today
from portal.policy.access import access_of
from portal.programmes.accessibility import AccessibilityDeclaration
from portal.programmes.enums import ProjectStatus
from portal.programmes.models import GrantProject
from portal.ui.context import DECLARATION
from portal.ui.formatting import long_date

KEEPER = "keep_accessibility_declaration"
SOON = datetime.timedelta(days=30)


@dataclass(frozen=True)
class DeclarationPage:
    """What the institution declares, with the contact of the project where the statement names none."""

    declaration: AccessibilityDeclaration
    project: GrantProject | None = None

    @property
    def email(self) -> str:
        """Where to write about barriers."""
        return self.declaration.contact_email or (self.project.contact_email if self.project else "")

    @property
    def phone(self) -> str:
        """Where to call about barriers."""
        return self.declaration.contact_phone or (self.project.contact_phone if self.project else "")

    @property
    def dialled(self) -> str:
        """The phone number as a phone wants it: digits and a plus."""
        return re.sub(r"[^+0-9]", "", self.phone)

    @property
    def is_complete(self) -> bool:
        """True when everything is filled in that the law asks for and the product cannot know (R90)."""
        said = self.declaration
        asked = (
            said.entity,
            said.published_on,
            said.updated_on,
            said.prepared_on,
            self.email,
            self.phone,
            said.building,
        )
        return all(asked)

    @property
    def barriers(self) -> list[str]:
        """What is not accessible, and why."""
        return _lines(self.declaration.barriers)

    @property
    def building(self) -> list[str]:
        """How the building can be entered and used."""
        return _lines(self.declaration.building)

    @property
    def communication(self) -> list[str]:
        """How people can speak and read with the institution."""
        return _lines(self.declaration.communication)

    @property
    def apps(self) -> list[str]:
        """Mobile applications of the institution, with their statements."""
        return _lines(self.declaration.apps)


def declaration_page() -> DeclarationPage:
    """Return the statement of the running project; of several, of the one that began last; else a blank one."""
    running = AccessibilityDeclaration.objects.filter(grant_project__status=ProjectStatus.RUNNING)
    began = F("grant_project__starts_on").desc(nulls_last=True)
    found = running.select_related("grant_project").order_by(began, "-grant_project_id").first()
    return DeclarationPage(found, found.grant_project) if found else DeclarationPage(AccessibilityDeclaration())


def remind_of_declaration(request: HttpRequest) -> None:
    """Tell those who keep the statement that it must be reviewed or completed; nobody else is asked about it.

    In the try-out nothing is published, so only the review is told.
    """
    if not access_of(request.user).may(KEEPER):
        return
    page = declaration_page()
    words = _words(page, today())
    if words:
        link = reverse("document", kwargs={"document": DECLARATION})
        messages.warning(request, format_html('{} <a href="{}">{}</a>', words, link, _("Accessibility statement")))


def _words(page: DeclarationPage, now: datetime.date) -> str:
    due = page.declaration.review_by
    if due is not None and now > due:
        words = _(
            "The accessibility statement had to be reviewed by {day}. Check that it is true and note the day of it."
        )
        return words.format(day=long_date(due))
    if not (page.is_complete or settings.PORTAL_TRYOUT):
        return _("The accessibility statement lacks something that the law asks for.")
    if due is not None and now >= due - SOON:
        return _("The accessibility statement must be reviewed by {day}.").format(day=long_date(due))
    return ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
