"""What a person was told about their data and decided, in words: the page of the record (R83, R86, S63)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES, ConsentDecision
from beneficiaries.models import Consent, Participation
from beneficiaries.queries.consents import RECORD, current_consents, current_notices, decisions_of, receipts_of
from beneficiaries.queries.guardians import VIEW as VIEW_GUARDIANS
from beneficiaries.queries.guardians import guardians_of
from beneficiaries.rules.consents import Standing, standing
from beneficiaries.rules.families import is_child
from portal.clock import today
from portal.records import Words, may, once
from portal.ui.formatting import current_language, long_date
from portal.ui.languages import LANGUAGE_NAMES

TONES = {ConsentDecision.GIVEN: "ok", ConsentDecision.REFUSED: "line", ConsentDecision.WITHDRAWN: "line"}
SAID: dict[str, Words] = {
    ConsentDecision.GIVEN: gettext_lazy("agrees"),
    ConsentDecision.REFUSED: gettext_lazy("does not agree"),
    ConsentDecision.WITHDRAWN: gettext_lazy("consent withdrawn"),
}
TO_ASK: dict[Standing, Words] = {
    Standing.NONE: gettext_lazy("not asked yet"),
    Standing.ANEW: gettext_lazy("ask anew: the text has changed"),
    Standing.OF_AGE: gettext_lazy("ask anew: of age now"),
}
TO_TELL: dict[Standing, Words] = {
    Standing.NONE: gettext_lazy("not handed over yet"),
    Standing.ANEW: gettext_lazy("hand over anew: the text has changed"),
    Standing.OF_AGE: gettext_lazy("hand over anew: of age now"),
}
HANDED = gettext_lazy("handed over")


@dataclass(frozen=True)
class Answer:
    """One text and where the person stands with it; ``details`` say when, how, in which language and through whom."""

    code: str
    title: str
    said: Words
    tone: str
    to_do: Words
    details: str
    decision: str = ""


def consents_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return the page of information and consents."""
    number = participation.number
    records = may(participation, RECORD)
    names = guardian_names(participation)
    return {
        "consents": consent_answers(participation),
        "notices": notice_answers(participation),
        "from_list": _from_list(participation),
        "history": [_line(event, names) for event in reversed(_decisions(participation))],
        "record_url": reverse("record_consents", args=[number]) if records else "",
        "declarations": _declarations(participation) if records else [],
        "other_languages": [
            each for each in LANGUAGE_NAMES.items() if each[0] not in ("pl", participation.person.contact_language)
        ],
    }


def consent_answers(participation: Participation) -> list[Answer]:
    """Return each question of the project, and what the person said last (two queries a page)."""
    last = {decision.text.kind_id: decision for decision in _decisions(participation)}
    texts = current_consents(participation.grant_project, current_language())
    return [_consent(participation, text, last.get(text.kind_id)) for text in texts]  # type: ignore[attr-defined]


def notice_answers(participation: Participation) -> list[Answer]:
    """Return each notice of the project, and when the person was given it (two queries a page)."""
    last = {receipt.text.notice_id: receipt for receipt in once(participation, "receipts", _receipts)}
    texts = current_notices(participation.grant_project, current_language())
    return [_notice(participation, text, last.get(text.notice_id)) for text in texts]  # type: ignore[attr-defined]


def guardian_names(participation: Participation) -> Mapping[Any, str]:
    """Return the names of the guardians that the reader may see, by key (one query; none for most adults)."""
    return once(participation, "guardian-names", _guardian_names)


def _guardian_names(participation: Participation) -> Mapping[Any, str]:
    signed = [*_decisions(participation), *once(participation, "receipts", _receipts)]
    concerned = is_child(participation.person, today()) or any(event.guardian_id for event in signed)
    if not (concerned and may(participation, VIEW_GUARDIANS)):
        return {}
    links = guardians_of(participation.asked_by, participation.person)  # type: ignore[attr-defined]
    return {link.pk: link.guardian.full_name if link.guardian else str(link.outside_name) for link in links}


def _decisions(participation: Participation) -> list[Consent]:
    return once(participation, "decisions", lambda each: list(decisions_of(each.person, each.grant_project)))


def _receipts(participation: Participation) -> list[Any]:
    return list(receipts_of(participation.person, participation.grant_project))


def _consent(participation: Participation, text: Any, last: Any) -> Answer:
    place = _standing(participation, last)
    decision = ConsentDecision(last.decision) if last else None
    return Answer(
        text.kind.code, text.title, SAID[decision] if decision else "", TONES[decision] if decision else "",
        TO_ASK.get(place, ""), _details(last, guardian_names(participation)) if last else "", decision or "",
    )  # fmt: skip


def _notice(participation: Participation, text: Any, last: Any) -> Answer:
    place = _standing(participation, last)
    details = _details(last, guardian_names(participation)) if last else ""
    return Answer(
        text.notice.code,
        text.notice.name,
        HANDED if last else "",
        "ok" if last else "",
        TO_TELL.get(place, ""),
        details,
    )


def _standing(participation: Participation, last: Any) -> Standing:
    return standing(
        last.text.number if last else None, last.since if last else 0,
        by_guardian=bool(last and last.guardian_id), person=participation.person, on=today(),
    )  # fmt: skip


def _details(event: Any, names: Mapping[Any, str]) -> str:
    said = [
        long_date(event.on),
        _("version %(number)s, %(language)s") % {
            "number": event.text.number, "language": LANGUAGES.get(event.text.language, event.text.language),
        },
        str(event.get_channel_display()),
    ]  # fmt: skip
    if event.guardian_id:
        said.append(_("through %(guardian)s") % {"guardian": names.get(event.guardian_id) or _("a guardian")})
    said.append(event.by.name if event.by else _("without a colleague"))
    return " · ".join(said)


@dataclass(frozen=True)
class HistoryLine:
    """One decision in the history."""

    on: datetime.date
    title: str
    said: Words
    tone: str
    details: str


def _line(event: Consent, names: Mapping[Any, str]) -> HistoryLine:
    decision = ConsentDecision(event.decision)
    return HistoryLine(event.on, event.text.kind.name, SAID[decision], TONES[decision], _details(event, names))


def _from_list(participation: Participation) -> datetime.date | None:
    """Return the day on which a list says that the person was informed; which version, the list does not say."""
    version = participation.in_force  # type: ignore[attr-defined]
    return version.notice_on if version else None


def _declarations(participation: Participation) -> Sequence[tuple[str, str, str]]:
    """Return in which languages the declaration is most likely printed: the person's own, and Polish alone."""
    address = reverse("declaration", args=[participation.number])
    own = participation.person.contact_language
    codes = [code for code in (own, "pl") if code in LANGUAGE_NAMES]
    return [(code, LANGUAGE_NAMES[code], f"{address}?jezyk={code}") for code in dict.fromkeys(codes)]
