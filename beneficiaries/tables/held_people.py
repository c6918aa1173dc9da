"""What is held of how a person came here, what they were told and decided, and their own page (GDPR 15, S67)."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import ContactWay, Need, Relation, SentState, StayGround
from beneficiaries.models import (
    Consent,
    EligibilityCheck,
    NoticeReceipt,
    ParticipantAccount,
    Participation,
    RegisteredPerson,
    SentFile,
)
from beneficiaries.queries.consents import IN_ORDER, of_records
from beneficiaries.rules.registration import SELF, Application
from portal.rights import HeldItem, item_of
from portal.ui.formatting import short_date

CHECK = {
    "criterion": gettext_lazy("What is checked"),
    "outcome": gettext_lazy("Outcome"),
    "evidence": gettext_lazy("What was seen"),
    "number_end": gettext_lazy("Last characters of the number"),
    "seen_on": gettext_lazy("Seen on"),
    "valid_until": gettext_lazy("Valid until"),
    "note": gettext_lazy("Remark"),
}
SENT = {"shows": gettext_lazy("What it shows"), "sent_at": gettext_lazy("Sent on"), "state": gettext_lazy("State")}
ACCOUNT = {"given_at": gettext_lazy("Open since"), "blocked_at": gettext_lazy("Closed since")}


def consents(participation: Participation) -> Sequence[HeldItem]:
    """Return which information the person was given, and every answer to a question of consent."""
    own = of_records(participation.person)
    given = NoticeReceipt.objects.filter(own).select_related("text").order_by("on", "at")
    said = Consent.objects.filter(own).select_related("text").order_by(*IN_ORDER)
    told = [(_("Information about your data"), row.text, row.on, "") for row in given]
    told += [(_("Your answer to a question"), row.text, row.on, str(row.get_decision_display())) for row in said]
    return [
        HeldItem(
            title,
            [
                (_("Text"), text.title),
                (_("Version"), str(text.number)),
                (_("Day"), short_date(on)),
                (_("Your answer"), answer),
            ],
            {
                "title": text.title,
                "number": text.number,
                "language": text.language,
                "on": on.isoformat(),
                "answer": answer,
            },
        )
        for title, text, on, answer in told
    ]


def eligibility(participation: Participation) -> Sequence[HeldItem]:
    """Return what the person showed before taking part, each time it was written down."""
    rows = EligibilityCheck.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.select_related("participation__person__data_key").order_by("criterion", "-recorded_at")
    return [item_of(row, _("What you showed before taking part"), CHECK, free=["note"]) for row in rows]


def registrations(participation: Participation) -> Sequence[HeldItem]:
    """Return what the person said when registering; of another's application, the own place alone."""
    places = RegisteredPerson.objects.filter(person=participation.person_id)  # type: ignore[misc]
    rows = places.select_related("registration__data_key").order_by("registration__sent_at")
    return [_registered(row) for row in rows if row.position < len(row.registration.application.people)]


def own_page(participation: Participation) -> Sequence[HeldItem]:
    """Return since when the person has a page of their own, and the photos they sent from it.

    A photo that nobody has taken yet leaves with the copy unless the review keeps it; one that was taken is a scan.
    """
    accounts = ParticipantAccount.objects.filter(person=participation.person_id)  # type: ignore[misc]
    files = SentFile.objects.filter(participation__person=participation.person_id).order_by("sent_at")  # type: ignore[misc]
    opened = [item_of(row, _("Your own page here"), ACCOUNT) for row in accounts]
    return [*opened, *(_photo(row, place) for place, row in enumerate(files, start=1))]


def _photo(row: SentFile, place: int) -> HeldItem:
    item = item_of(row, _("A photo you sent"), SENT)
    if row.state != SentState.WAITING or row.stored_id is None:  # type: ignore[attr-defined]
        return item
    name = f"photo-{place:02}-{row.shows}"
    return replace(
        item, facts=[*item.facts, (_("File in the copy"), name)], data={**item.data, "file": str(row.pk), "name": name},
        is_free=True, action="view_sent_files",
    )  # fmt: skip


def _registered(row: RegisteredPerson) -> HeldItem:
    application = row.registration.application
    person = application.people[row.position]
    born = short_date(person.birth_date) if person.birth_date else ""
    facts: list[tuple[str, str]] = [
        (_("Reference"), row.registration.reference),
        (_("Sent on"), short_date(row.registration.sent_at.date()) if row.registration.sent_at else ""),
        (_("Name"), person.name),
        (_("Name for documents"), person.latin_name),
        (_("Date of birth"), born),
        (_("Citizenship"), ", ".join(person.citizenships)),
    ]
    if person.relation == SELF:
        facts += _said_for_all(application)
    data = {label: value for label, value in facts if value}
    return HeldItem(_("What was said when you registered"), [each for each in facts if each[1]], data, is_free=True)


def _said_for_all(application: Application) -> list[tuple[str, str]]:
    """Return what only who registers is told of: the contact, the home, the stay and the wishes are theirs."""
    way = ContactWay(application.contact_way).label if application.contact_way in ContactWay.values else ""
    stay = StayGround(application.stay).label if application.stay in StayGround.values else ""
    needs = [str(Need(need).label) for need in application.needs if need in Need.values]
    family = [str(Relation(each.relation).label) for each in application.family if each.relation in Relation.values]
    return [
        (_("Phone"), application.phone),
        (_("E-mail"), application.email),
        (_("How to reach the person"), str(way)),
        (_("What is safe"), application.contact_safety),
        (_("Address"), application.address),
        (_("Ground of the stay"), str(stay)),
        (_("What you need"), ", ".join([*needs, application.needs_words] if application.needs_words else needs)),
        (_("With you registered"), ", ".join(family)),
    ]
