"""What invented people were told about their data and answered; a contact page with invented hours and names."""

import datetime
import random
from collections.abc import Iterator, Sequence
from typing import Any

from beneficiaries.enums import ConsentDecision, TextChannel
from beneficiaries.models import Consent, Guardianship, NoticeReceipt, Participation, ParticipationVersion
from beneficiaries.queries.consents import current_consents, current_notices
from beneficiaries.rules.families import is_child
from portal.crypto.ids import new_id
from portal.front.models import PublicPage
from portal.programmes.models import GrantProject
from portal.texts.actions import publish, put_draft
from portal.texts.queries import LANGUAGES, draft_of
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY
from tryout.rules.stories import CITY
from tryout.rules.talks_about_data import CONTACT, agrees, channel_of, told_first

CHUNK = 1000


def add_consents(pen: Pen) -> dict[str, int]:
    """Let most people who began have been told about their data and asked; children through a parent.

    Rows of a past that never was bear its days. The dice are each person's own.
    """
    project = pen.project
    notices = {language: current_notices(project, language) for language in LANGUAGES}
    questions = {language: current_consents(project, language) for language in LANGUAGES}
    guardians = _guardians(project)
    receipts: list[NoticeReceipt] = []
    consents: list[Consent] = []
    for participation, start in _began(project):
        person, dice = participation.person, random.Random(participation.number)  # noqa: S311 - invention
        guardian = guardians.get(person.pk)
        if not told_first(dice) or (is_child(person, start) and guardian is None):
            continue
        event = _event(participation, start, dice, guardian if is_child(person, start) else None)
        event["by"] = pen.staff.caseworker(CITY, dice.randrange(CHUNK))
        language = person.contact_language if person.contact_language in LANGUAGES else "pl"
        receipts += [NoticeReceipt(id=new_id(), text=text, **event) for text in notices[language]]
        consents += _answers(questions[language], dice, event)
    NoticeReceipt.objects.bulk_create(receipts, batch_size=CHUNK)
    Consent.objects.bulk_create(consents, batch_size=CHUNK)
    return {"noticereceipt": len(receipts), "consent": len(consents)}


def fill_contact_page(project: GrantProject, by: Any) -> None:
    """Publish the contact page with invented names and hours in place of the gaps."""
    page = PublicPage.objects.filter(grant_project=project, code="kontakt").first()
    if page is None:
        return
    words = {}
    for language, (title, body) in draft_of(page).items():
        for gap, said in CONTACT[language].items():
            body = body.replace(gap, said)  # noqa: PLW2901 - filled gap by gap
        words[language] = (title, body)
    put_draft(page, words, by=by)
    publish(page, by=by, read=page.draft_of)


def _began(project: GrantProject) -> Iterator[tuple[Participation, datetime.date]]:
    versions = ParticipationVersion.objects.current().filter(grant_project=project, start_on__lte=TODAY)  # type: ignore[attr-defined]
    for version in versions.select_related("participation__person").order_by("participation__number"):
        yield version.participation, version.start_on


def _guardians(project: GrantProject) -> dict[Any, Guardianship]:
    links = Guardianship.objects.filter(child__participations__grant_project=project, court_restriction=False)
    return {link.child_id: link for link in links.order_by("-pk")}  # type: ignore[attr-defined]


def _event(
    participation: Participation, start: datetime.date, dice: random.Random, guardian: Guardianship | None
) -> dict[str, Any]:
    moment = datetime.datetime.combine(start, datetime.time(9, 30), datetime.UTC)
    return {
        "person": participation.person, "on": start, "at": moment, "by": None, "channel": channel_of(dice),
        "guardian": guardian,
    }  # fmt: skip


def _answers(questions: Sequence[Any], dice: random.Random, event: dict[str, Any]) -> list[Consent]:
    said = []
    for text in questions:
        yes, later = agrees(dice, text.kind.code), dice.random()
        decision = ConsentDecision.GIVEN if yes else ConsentDecision.REFUSED
        said.append(Consent(id=new_id(), text=text, decision=decision, **event))
        if yes and later < 0.04:  # noqa: PLR2004 - a few change their mind
            day = min(event["on"] + datetime.timedelta(days=60), TODAY)
            moment = datetime.datetime.combine(day, datetime.time(11), datetime.UTC)
            changed = {**event, "on": day, "at": moment, "channel": TextChannel.PHONE}
            said.append(Consent(id=new_id(), text=text, decision=ConsentDecision.WITHDRAWN, **changed))
    return said
