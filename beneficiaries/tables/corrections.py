"""Fields that somebody wants corrected, in words: for the person who asks, and for who answers (GDPR 16)."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from beneficiaries.enums import LANGUAGES, Channel, ContactWay, CorrectionAnswer
from beneficiaries.models import Participation, ParticipationVersion, RightsCorrection, RightsRequest
from beneficiaries.rules.correctable import CORRECTABLE, HOURS, OF_PERSON, as_text, from_text, value_of
from beneficiaries.tables.words import in_words
from portal.own.registry import Words
from portal.ui.formatting import DASH, long_date

LABELS: dict[str, Words] = {
    "given_names": gettext_lazy("Given names"),
    "surname": gettext_lazy("Surname"),
    "patronymic": gettext_lazy("Patronymic"),
    "original_name": gettext_lazy("Name in your own script"),
    "preferred_name": gettext_lazy("How we address you"),
    "birth_date": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "pesel": gettext_lazy("PESEL"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "address": gettext_lazy("Address"),
    "contact_language": gettext_lazy("Language in which we write to you"),
    "contact_way": gettext_lazy("How we may reach you"),
    "contact_channels": gettext_lazy("Ways in which we may contact you"),
    "preferred_channel": gettext_lazy("The way that suits you best"),
    HOURS: gettext_lazy("Hours at which we may contact you"),
    "citizenships": gettext_lazy("Citizenship"),
    "education": gettext_lazy("Education"),
    "labour_status": gettext_lazy("Work"),
    "place": gettext_lazy("Place"),
    "postcode": gettext_lazy("Postcode"),
}
TONES = {CorrectionAnswer.ACCEPTED: "ok", CorrectionAnswer.REFUSED: "warn", CorrectionAnswer.WAITING: "line"}
SHOWN_OF_PESEL = 3


@dataclass(frozen=True)
class CorrectionRow:
    """One field: what stood there when it was asked, what stands there now, what should, and the answer."""

    correction: RightsCorrection
    label: Words
    present: str
    wanted: str
    now: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return not self.correction.answer

    @property
    def tone(self) -> str:
        """Colour of the answer."""
        return TONES[CorrectionAnswer(self.correction.answer)]

    @property
    def moved(self) -> bool:
        """Tell whether the record says something else by now than when it was asked."""
        return bool(self.now) and self.is_open and self.now != self.present


def values_now(participation: Participation, version: ParticipationVersion | None) -> dict[str, str]:
    """Return what the record says now in each field that can be corrected, as text."""
    person = participation.person
    sources = {name: person if name in OF_PERSON else version for name in CORRECTABLE}
    return {name: as_text(value_of(source, name)) if source else "" for name, source in sources.items()}


def value_in_words(field: str, text: str, *, whole: bool = True) -> str:
    """Return the value of a field as people read it; of a PESEL only the end unless ``whole`` (R88)."""
    if field in _WRITERS:
        return _WRITERS[field](text) or DASH
    if field == "pesel" and text and not whole:
        return f"•••{text[-SHOWN_OF_PESEL:]}"
    value = from_text(field, text)
    return long_date(value) if isinstance(value, datetime.date) else in_words(field, value)


def _ways(text: str) -> str:
    """Return the names of ways of contact, divided by commas."""
    return ", ".join(str(Channel(code).label) for code in text.split() if code in Channel.values)


def _hours(text: str) -> str:
    return "–".join(f"{each.hour}:{each.minute:02d}" for each in from_text(HOURS, text))


_WRITERS: dict[str, Callable[[str], str]] = {
    "contact_language": lambda text: str(LANGUAGES.get(text, text)),
    "contact_way": lambda text: str(ContactWay(text).label),
    "contact_channels": _ways,
    "preferred_channel": _ways,
    HOURS: _hours,
}


def rows_of(
    request: RightsRequest, now: dict[str, str] | None = None, *, whole: bool = True
) -> Sequence[CorrectionRow]:
    """Return the fields of a request in the order of the record; with ``now`` also what stands there by now."""
    found = []
    for each in request.corrections.all():  # type: ignore[attr-defined]
        each.request = request
        said = [str(each.present), str(each.wanted), (now or {}).get(each.field, "")]
        words = [value_in_words(each.field, text, whole=whole) for text in said]
        found.append(CorrectionRow(each, LABELS[each.field], *words[:2], now=words[2] if now is not None else ""))
    return sorted(found, key=lambda row: CORRECTABLE.index(row.correction.field))
