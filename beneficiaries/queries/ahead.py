"""What this app's parts of a record read ahead (``portal.reads``)."""

from typing import Any

from beneficiaries.models import (
    ComingOfAge,
    EligibilityCheck,
    Guardianship,
    HouseholdMember,
    Participation,
    PersonDocument,
    RegisteredPerson,
    SentFile,
)
from beneficiaries.queries.coming_of_age import coming_of_age_rows
from beneficiaries.queries.documents import VIEW as VIEW_DOCUMENTS
from beneficiaries.queries.documents import document_rows
from beneficiaries.queries.eligibility import check_rows
from beneficiaries.queries.guardians import VIEW, child_rows, guardian_rows
from beneficiaries.queries.households import relative_rows
from beneficiaries.queries.intake import registration_rows
from beneficiaries.queries.own_space import sent_file_rows
from beneficiaries.queries.record import care_rows, group_rows, may_contradict
from beneficiaries.rules.families import is_child
from portal.clock import today
from portal.reads import ReadAhead
from portal.records import may


def _reader(participation: Any) -> tuple[Any, ...]:
    return (participation.asked_by,)


def _sees_guardians(participation: Participation) -> bool:
    return may(participation, VIEW) and is_child(participation.person, today())


def _sees_children(participation: Participation) -> bool:
    return may(participation, VIEW) and not is_child(participation.person, today())


READS = (
    ReadAhead(care_rows, on_every_page=True),
    ReadAhead(group_rows, may=may_contradict, on_every_page=True),
    ReadAhead(
        document_rows,
        ((PersonDocument, "participation"),),
        lambda each: may(each, VIEW_DOCUMENTS),
        lambda _participation: (today(),),
        on_every_page=True,
    ),
    ReadAhead(coming_of_age_rows, ((ComingOfAge, "person"),), on_every_page=True),
    ReadAhead(check_rows, ((EligibilityCheck, "participation"),), on_every_page=True),
    ReadAhead(guardian_rows, ((Guardianship, "child"),), _sees_guardians, _reader, on_every_page=True, by_reader=True),
    ReadAhead(child_rows, ((Guardianship, "guardian"),), _sees_children, _reader, by_reader=True),
    ReadAhead(relative_rows, ((HouseholdMember, "person"),), lambda each: may(each, VIEW), _reader, by_reader=True),
    ReadAhead(sent_file_rows, ((SentFile, "participation"),), lambda each: may(each, "view_sent_files")),
    ReadAhead(registration_rows, ((RegisteredPerson, "person"),), words=_reader, by_reader=True),
)
