"""A printed day that is over and that law prolongs: nothing is urgent until law ends, and law is data (R100, R102)."""

import datetime

import pytest

from beneficiaries.models import Participation, PersonDocument
from beneficiaries.queries.documents import documents_of, expiring_documents, has_document_that_expires, law_until
from beneficiaries.queries.people import in_force
from portal.clock import today
from portal.programmes.dictionaries import TITLES
from portal.programmes.models import DictionaryEntry
from tests.factories.beneficiaries import make_participant
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
DAY = datetime.date
PRINTED = DAY(2026, 11, 1)


@pytest.fixture
def person(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city)


@pytest.fixture
def document(person, city):
    return make_document(person, city, title="ukr", valid_to=PRINTED)


def law(**values):
    return DictionaryEntry.objects.filter(dictionary=TITLES, code="ukr").update(**values)


def found(user, day):
    return list(expiring_documents(user, day, mine=False))


def test_shipped_title_is_prolonged_and_the_document_reminds_of_the_legal_day_alone(document, person, caseworker_city):
    law(prolonged_until=DAY(2027, 3, 4))
    (read,) = documents_of(person)
    assert (read.last_day, read.good_until) == (PRINTED, DAY(2027, 3, 4))
    assert found(caseworker_city, PRINTED) == []
    assert [each.good_until for each in found(caseworker_city, DAY(2027, 1, 4))] == [DAY(2027, 3, 4)]
    assert law_until(document, today()) == DAY(2027, 3, 4)


@pytest.mark.parametrize(
    "change",
    [{"prolonged_until": None}, {"prolonged_from": DAY(2026, 11, 2)}, {"valid_to": DAY(2026, 1, 1)},
     {"valid_from": DAY(2030, 1, 1)}],
)  # fmt: skip
def test_without_law_the_printed_day_counts(document, caseworker_city, change):
    law(**{"prolonged_until": DAY(2027, 3, 4), **change})
    assert [each.good_until for each in found(caseworker_city, PRINTED)] == [PRINTED]


def test_list_mark_follows_the_law(document, person, sopot):
    def marked(day):
        return (
            Participation.objects.annotate(in_force=in_force()).filter(has_document_that_expires(sopot, day)).exists()
        )

    law(prolonged_until=None)
    assert marked(PRINTED)
    law(prolonged_until=DAY(2027, 3, 4))
    assert not marked(PRINTED)
    assert marked(DAY(2027, 2, 20))


def test_law_never_shortens(document, person):
    law(prolonged_until=DAY(2026, 1, 1), prolonged_from=None)
    assert documents_of(person)[0].good_until == PRINTED


def test_document_of_no_title_is_not_prolonged(person, city, caseworker_city):
    make_document(person, city, valid_to=PRINTED)
    law(prolonged_until=DAY(2027, 3, 4))
    assert PersonDocument.objects.with_law(PRINTED).get().law_until is None
    assert len(found(caseworker_city, PRINTED)) == 1


def test_title_given_without_a_passport_is_good_until_it_is_to_be_confirmed(person, city, caseworker_city, sopot):
    """Without a printed day, prolonged, and known as unlimited: the day of confirming comes first (R101)."""
    law(prolonged_until=DAY(2028, 3, 4), confirm_by=DAY(2027, 2, 1))
    for dates in ({"valid_to": None}, {"valid_to": PRINTED}, {"valid_to": None, "is_unlimited": True}):
        make_document(person, city, title="ukr", is_unconfirmed=True, **dates)
    make_document(person, city, title="ukr", valid_to=PRINTED)
    rows = found(caseworker_city, DAY(2027, 1, 4))
    assert [(each.until, each.good_until) for each in rows] == [(DAY(2027, 2, 1), DAY(2027, 2, 1))] * 3
    assert found(caseworker_city, PRINTED) == []
    law(confirm_by=None)
    assert found(caseworker_city, DAY(2027, 1, 4)) == []


def test_printed_day_before_the_day_of_confirming_counts(person, city, caseworker_city):
    law(prolonged_until=None, confirm_by=DAY(2027, 8, 31))
    make_document(person, city, title="ukr", is_unconfirmed=True, valid_to=PRINTED)
    assert [each.good_until for each in found(caseworker_city, PRINTED)] == [PRINTED]


@pytest.mark.parametrize(("until", "late"), [(None, True), (DAY(2027, 1, 31), False), (DAY(2027, 2, 1), True)])
def test_days_abroad_end_before_the_title_does(person, city, caseworker_city, until, late):
    """Who is away, or came back later than law allows, is on the list by the last allowed day (R101)."""
    law(prolonged_until=DAY(2028, 3, 4), abroad_days=30)
    for dates in ({"valid_to": None}, {"valid_to": PRINTED}, {"valid_to": None, "is_unlimited": True}):
        make_document(person, city, title="ukr", abroad_since=DAY(2027, 1, 1), abroad_until=until, **dates)
    make_document(person, city, title="ukr", valid_to=PRINTED)
    rows = found(caseworker_city, DAY(2027, 1, 4))
    assert [(each.until, each.good_until) for each in rows] == [(DAY(2027, 1, 31), DAY(2027, 1, 31))] * 3 * late
    law(abroad_days=None)
    assert found(caseworker_city, DAY(2027, 1, 4)) == []


def test_days_abroad_are_added_in_the_database_as_the_rule_adds_them(person, city, caseworker_city):
    law(prolonged_until=None, abroad_days=31)
    make_document(person, city, title="ukr", abroad_since=DAY(2027, 1, 31), valid_to=None)
    (row,) = found(caseworker_city, DAY(2027, 2, 1))
    assert row.until == row.good_until == DAY(2027, 3, 3)


def test_shipped_title_says_until_when_it_is_to_be_confirmed(sopot):
    ukr = DictionaryEntry.objects.get(dictionary=TITLES, code="ukr")
    assert (ukr.confirm_by, ukr.abroad_days) == (DAY(2026, 8, 31), 30)
