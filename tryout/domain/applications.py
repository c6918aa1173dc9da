"""Applications on the desk of the staff: sent, asked back, answered, doubtful, refused, a draft; one of a known person.

They are dated by the invented day, as whatever people send in the try-out is.
"""

import datetime

from beneficiaries.domain.registration import doubt
from beneficiaries.enums import RegistrationState
from beneficiaries.models import Participation, RegisteredPerson, Registration
from beneficiaries.queries.consents import current_consents, current_notices
from beneficiaries.rules.codes import CODE, REFERENCE, grouped, with_check
from beneficiaries.rules.intake import written_refusal
from beneficiaries.rules.registration import Application, AppliedPerson
from portal.clock import now
from portal.crypto.models import DataKey
from tryout.domain.pen import Pen
from tryout.rules.applications import HOURS_AGAIN, LANGUAGE_AGAIN, PHONE_AGAIN, Sent, applications
from tryout.rules.stories import CITY

REPLIED_AFTER = datetime.timedelta(days=1)
TALK = datetime.timedelta(minutes=9)
"""From the first answer to the last."""


def write_applications(pen: Pen) -> int:
    """Write every application; return how many there are."""
    known = _somebody_known(pen)
    told = [*applications(), *([_again(known)] if known else [])]
    for each in told:
        _write(pen, each)
    return len(told)


def _write(pen: Pen, sent: Sent) -> None:
    key = DataKey.fresh()
    key.save()
    at = now() - datetime.timedelta(hours=sent.hours_ago)
    registration = Registration(
        data_key=key, grant_project=pen.project, language=sent.language, sent_at=None if sent.is_draft else at,
        reference=grouped(_letters(pen, REFERENCE)), code=grouped(_letters(pen, CODE)),
        state=RegistrationState.DRAFT if sent.is_draft else RegistrationState.SENT,
    )  # fmt: skip
    registration.application = sent.said if sent.is_draft else _decided(pen, sent)
    doubt(registration, *sent.doubts)
    _go_on(pen, registration, sent, at)
    registration.save(force_insert=True)
    Registration.objects.filter(pk=registration.pk).update(created_at=at - TALK, changed_at=at)
    if sent.is_draft:
        return
    RegisteredPerson.objects.bulk_create(
        RegisteredPerson(registration=registration, position=place) for place in range(len(sent.said.people))
    )


def _decided(pen: Pen, sent: Sent) -> Application:
    """Return what was said with the information that was shown and an answer to each question."""
    told = tuple(str(each.pk) for each in current_notices(pen.project, sent.language))
    asked = current_consents(pen.project, sent.language)
    return sent.said.decided(told, {str(each.pk): sent.decides for each in asked})


def _go_on(pen: Pen, registration: Registration, sent: Sent, at: datetime.datetime) -> None:
    """Let the staff have asked or refused, and the person have answered."""
    colleague = next(iter(pen.staff.caseworkers.get(CITY, [])), None)
    if sent.question:
        registration.question, registration.asked_at = sent.question, at + REPLIED_AFTER
        registration.state, registration.handled_by = RegistrationState.ASKED, colleague
    if sent.reply:
        registration.reply, registration.replied_at = sent.reply, at + 2 * REPLIED_AFTER
        registration.state = RegistrationState.SENT
    if sent.refusal:
        registration.state, registration.decided_by = RegistrationState.REFUSED, colleague
        registration.decided_at = at + REPLIED_AFTER
        registration.decision_reason = written_refusal("elsewhere", sent.refusal)


def _somebody_known(pen: Pen) -> Participation | None:
    """Return somebody of the city with a name in another script, whom nobody hides."""
    open_to_all = Participation.objects.filter(
        grant_project=pen.project, person__care__organisation__code=CITY, person__is_confidential=False,
        person__denied_to=None, person__birth_date__year__lt=2000,
    )  # fmt: skip
    return open_to_all.exclude(person__original_name="").select_related("person").order_by("number").first()


def _again(known: Participation) -> Sent:
    person = known.person
    given, _space, surname = person.original_name.rpartition(" ")
    said = AppliedPerson(
        given_names=given, surname=surname, latin_given_names=person.given_names, latin_surname=person.surname,
        birth_date=person.birth_date, citizenships=("UA",),
    )  # fmt: skip
    whole = Application(
        people=(said,), contact_language=LANGUAGE_AGAIN, phone=PHONE_AGAIN, contact_way="call", stay="ukraine",
        lives_here="yes", place="Sopot", needs=("work",),
    )  # fmt: skip
    return Sent(whole, LANGUAGE_AGAIN, HOURS_AGAIN)


def _letters(pen: Pen, length: int) -> str:
    return with_check([pen.dice.randrange(32) for _each in range(length)])
