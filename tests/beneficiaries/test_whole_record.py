"""Addresses, names, languages and coming of age on the record of a person."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from beneficiaries.domain.coming_of_age import note_coming_of_age
from beneficiaries.domain.ending import reopen_participation
from beneficiaries.models import ComingOfAge, NameAlias, Person, PersonAddress, PersonLanguage
from beneficiaries.queries.addresses import safe_address
from beneficiaries.tables.coming_of_age import work_list
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.versions.actions import correct_fact
from portal.worklist.registry import Desk
from tests.factories.beneficiaries import make_participant
from tests.factories.documents import make_document
from tests.factories.record import make_coming_of_age, make_former_address, make_languages, make_letters_address
from tests.forms import fill, sent_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]
HOME, OLD, NEW = "ul. Morska 7", "ul. Dawna 1", "ul. Nowa 3"
CHILD = datetime.date(2009, 1, 10)


@pytest.fixture
def client(client_of, caseworker_city):
    return client_of(caseworker_city)


@pytest.fixture
def person(city, sopot, caseworker_city):
    return make_participant(city, sopot, caseworker=caseworker_city, surname="Melnyk", address=HOME)


def page_of(client, name, person, **typed):
    url = reverse(name, args=[person.number])
    return client.post(url, typed) if typed else client.get(url)


def send(client, person, part, **typed):
    form = page_of(client, "person_addresses", person).context[part]
    sent = {**sent_of(form), **{f"{part}-{name}": value for name, value in typed.items()}}
    return page_of(client, "person_addresses", person, **sent, **{part: "1", "submission": sent[f"{part}-submission"]})


class TestAddresses:
    def test_who_moves_leaves_an_address_behind_and_it_is_hidden_until_asked_for(self, client, person):
        send(client, person, "home", address=NEW, since="2026-12-01")
        person.person.refresh_from_db()
        assert person.person.address == NEW
        former = PersonAddress.objects.get()
        assert (former.address, former.valid_until) == (HOME, datetime.date(2026, 11, 30))
        for name in ("person_addresses", "person_contact", "person_data", "person_record", "person_edit"):
            assert HOME not in page_of(client, name, person).content.decode(), name
        before = AuditEvent.objects.count()
        assert HOME in page_of(client, "person_addresses", person, former="1").content.decode()
        assert AuditEvent.objects.count() == before + 1
        assert AuditEvent.objects.latest("at").detail == {"page": "addresses-former"}

    def test_correction_leaves_nothing_behind(self, client, person):
        send(client, person, "home", address="ul. Morska 7a", is_correction="on")
        assert not PersonAddress.objects.exists()

    def test_form_of_the_person_keeps_the_former_home_too(self, client, person):
        fill(client, reverse("person_edit", args=[person.number]), address=NEW)
        assert PersonAddress.objects.get().address == HOME

    def test_second_of_two_does_not_overwrite(self, client, person):
        form = page_of(client, "person_addresses", person).context["home"]
        send(client, person, "home", address=NEW)
        sent = {**sent_of(form), "home-address": "ul. Trzecia 3", "home": "1"}
        answer = page_of(client, "person_addresses", person, **sent)
        assert answer.status_code == 200
        person.person.refresh_from_db()
        assert person.person.address == NEW

    def test_former_address_written_by_mistake_goes_and_only_of_this_person(self, client, person, city, sopot):
        other = make_former_address(make_participant(city, sopot).person)
        own = make_former_address(person.person)
        page_of(client, "person_addresses", person, forget=other.pk.hex)
        page_of(client, "person_addresses", person, forget=own.pk.hex)
        page_of(client, "person_addresses", person, forget="no-key")
        assert list(PersonAddress.objects.all()) == [other]

    def test_letters_go_elsewhere_and_back(self, client, person):
        send(client, person, "letters", address="skr. 7", is_safe="yes")
        assert safe_address(person.person) == "skr. 7"
        send(client, person, "letters", address="")
        assert safe_address(person.person) == HOME

    @pytest.mark.parametrize(
        "typed", [{"since": "2031-01-01"}, {"since": "x"}, {"address": "x\0y"}, {"address": "x" * 251}]
    )
    def test_bad_input_is_said_beside_the_field(self, client, person, typed):
        answer = send(client, person, "home", **typed)
        assert answer.status_code == 200
        assert answer.context["home"].errors
        assert not PersonAddress.objects.exists()

    def test_without_the_right_to_contact_there_is_no_page(self, client_of, person, auditor):
        assert page_of(client_of(auditor), "person_addresses", person).status_code == 404


class TestSafeAddress:
    def test_silence_prints_the_home_unless_contact_needs_care(self, person):
        one = person.person
        assert safe_address(one) == HOME
        one.is_cautious = True
        assert safe_address(one) == ""
        one.address_is_safe = True
        assert safe_address(one) == HOME

    def test_unsafe_one_is_replaced_by_nothing(self, person):
        one = person.person
        one.address_is_safe = False
        make_former_address(one, OLD, is_safe=True)
        assert safe_address(one) == ""
        letters = make_letters_address(one)
        assert safe_address(one) == letters.address
        PersonAddress.objects.filter(pk=letters.pk).update(is_safe=False)
        assert safe_address(one) == ""


class TestNames:
    def test_added_name_finds_the_person_and_removed_finds_no_more(self, client, person):
        fill(client, reverse("person_names", args=[person.number]), name="Мельник-Бондар", kind="former")
        assert NameAlias.objects.get().kind == "former"
        person.person.refresh_from_db()
        assert "bondar" in person.person.search_key
        page_of(client, "person_names", person, remove=str(NameAlias.objects.get().pk))
        person.person.refresh_from_db()
        assert "bondar" not in person.person.search_key
        assert AuditEvent.objects.filter(detail__became="removed").count() == 1

    def test_known_name_and_no_name_are_not_kept(self, client, person):
        path = reverse("person_names", args=[person.number])
        fill(client, path, name=person.person.list_name, kind="other")
        assert fill(client, path, name="123 \u202e", kind="other").context["form"].errors
        assert not NameAlias.objects.exists()

    def test_name_of_another_person_stays(self, client, person, city, sopot):
        other = NameAlias.objects.create(person=make_participant(city, sopot).person, name="Inna")
        page_of(client, "person_names", person, remove=str(other.pk))
        page_of(client, "person_names", person, remove="9" * 30)
        assert NameAlias.objects.exists()


class TestLanguages:
    def test_languages_are_read_in_any_wording_and_shown_by_their_own_names(self, client, person):
        path = reverse("person_edit", args=[person.number])
        fill(client, path, languages_0="Ukrainian", languages_1="fluent", languages_2="polski", languages_3="A2")
        assert list(PersonLanguage.objects.values_list("language", "level")) == [("uk", "fluent"), ("pl", "A2")]
        page = page_of(client, "person_data", person).content.decode()
        assert '<bdi lang="uk">українська</bdi> fluent' in page
        assert "needed (as the languages say)" in page

    def test_same_again_changes_nothing(self, client, person):
        make_languages(person.person, "uk:fluent")
        fill(client, reverse("person_edit", args=[person.number]))
        assert not AuditEvent.objects.filter(action="change").exists()

    @pytest.mark.parametrize(
        "typed",
        [{"languages_0": "Narnian"}, {"languages_1": "A2"}, {"languages_0": "polski", "languages_2": "Polish"},
         {"languages_0": "polski", "languages_1": "Z9"}],
    )  # fmt: skip
    def test_mistake_is_said_beside_the_field(self, client, person, typed):
        answer = fill(client, reverse("person_edit", args=[person.number]), **typed)
        assert list(answer.context["form"].errors) == ["languages"]

    def test_head_costs_no_query_more(self, client, person):
        def queries():
            with CaptureQueriesContext(connection) as found:
                page_of(client, "person_record", person)
            return len(found)

        before = queries()
        make_languages(person.person, "uk:fluent pl:A2 ru:")
        assert queries() == before


class TestChannels:
    def test_channels_and_hours_stand_in_the_head(self, client, person):
        fill(
            client, reverse("person_edit", args=[person.number]), contact_channels=["sms", "phone"],
            preferred_channel="sms", contact_from="08:00", contact_until="20:00", phone="+48 600 700 800",
        )  # fmt: skip
        person.person.refresh_from_db()
        assert person.person.contact_channels == "phone sms"
        page = page_of(client, "person_record", person).content.decode()
        assert "text message, 8:00–20:00" in page

    @pytest.mark.parametrize(
        ("typed", "field"),
        [({"contact_channels": ["sms"], "preferred_channel": "phone"}, "preferred_channel"),
         ({"contact_from": "08:00"}, "contact_until"), ({"contact_channels": ["pigeon"]}, "contact_channels"),
         ({"contact_from": "25:00", "contact_until": "08:00"}, "contact_from")],
    )  # fmt: skip
    def test_contradiction_is_said_beside_the_field(self, client, person, typed, field):
        answer = fill(client, reverse("person_edit", args=[person.number]), **typed)
        assert field in answer.context["form"].errors


class TestComingOfAge:
    """Today is 15 December 2026: born on 10 January 2009, somebody is of age in 26 days."""

    @pytest.fixture
    def child(self, city, sopot, caseworker_city):
        return make_participant(city, sopot, caseworker=caseworker_city, birth_date=CHILD)

    def test_night_finds_who_is_near_and_nobody_twice(self, child, city, sopot):
        for born in (datetime.date(2009, 1, 15), datetime.date(2008, 11, 14), datetime.date(1990, 1, 1)):
            make_participant(city, sopot, birth_date=born)
        assert note_coming_of_age(today()) == 1
        assert note_coming_of_age(today()) == 0
        assert ComingOfAge.objects.get().day == datetime.date(2027, 1, 10)

    def test_leap_child_is_of_age_on_the_last_day_of_february(self, city, sopot):
        make_participant(city, sopot, birth_date=datetime.date(2008, 2, 29))
        assert note_coming_of_age(datetime.date(2026, 2, 1)) == 1
        assert ComingOfAge.objects.get().day == datetime.date(2026, 2, 28)

    def test_row_waits_for_whoever_is_in_charge_until_it_is_done(
        self, client, child, caseworker_city, caseworker_foundation
    ):
        make_coming_of_age(child, datetime.date(2027, 1, 10))
        desk = Desk(caseworker_city, today(), 5)
        assert [row.due_on for row in work_list(desk).rows] == [datetime.date(2027, 1, 10)]
        assert not work_list(Desk(caseworker_foundation, today(), 5)).rows
        assert "is of age from" in page_of(client, "person_record", child).content.decode()
        page_of(client, "close_coming_of_age", child, back="/praca/")
        assert not work_list(desk).rows
        assert "is of age from" not in page_of(client, "person_record", child).content.decode()
        assert ComingOfAge.objects.get().done_by == caseworker_city
        child.current_version.refresh_from_db()
        assert child.current_version.age_at_start == 17

    def test_night_follows_a_birth_date_that_was_corrected(self, client, child):
        note_coming_of_age(today())
        self.born(child, datetime.date(2009, 1, 5))
        assert "is of age from" not in page_of(client, "person_record", child).content.decode()
        assert note_coming_of_age(today()) == 1
        assert note_coming_of_age(today()) == 0
        assert ComingOfAge.objects.get().day == datetime.date(2027, 1, 5)
        assert "is of age from 5 Jan 2027" in page_of(client, "person_record", child).content.decode()

    @pytest.mark.parametrize("born", [datetime.date(2012, 1, 10), datetime.date(1990, 1, 10)])
    def test_who_does_not_come_of_age_after_all_waits_no_more(self, child, born):
        note_coming_of_age(today())
        self.born(child, born)
        assert note_coming_of_age(today()) == 0
        assert not ComingOfAge.objects.exists()

    @pytest.mark.parametrize(
        ("born", "night", "is_open"),
        [
            (datetime.date(2009, 1, 12), datetime.date(2027, 1, 12), False),
            (datetime.date(2009, 6, 10), datetime.date(2027, 1, 12), False),
            (datetime.date(2009, 6, 10), datetime.date(2027, 6, 1), True),
        ],
    )
    def test_who_was_asked_too_early_by_a_wrong_birth_date_is_asked_again(self, child, born, night, is_open):
        asked = datetime.datetime(2027, 1, 10, 12, tzinfo=datetime.UTC) - (today() - timezone.localdate())
        make_coming_of_age(child, datetime.date(2027, 1, 10), done_at=asked)
        self.born(child, born)
        assert note_coming_of_age(night) == int(is_open)
        assert ComingOfAge.objects.filter(done_at__isnull=True).exists() is is_open

    def test_who_came_of_age_after_the_end_is_asked_on_taking_part_again(self, client, city, sopot, caseworker_city):
        grown = make_participant(city, sopot, caseworker=caseworker_city, birth_date=datetime.date(2008, 7, 1))
        version = correct_fact(grown.current_version, {"end_on": datetime.date(2026, 6, 30)}, by=None, why="left")
        assert note_coming_of_age(today()) == 0
        reopen_participation(grown, version, by=caseworker_city, why="came back")
        assert note_coming_of_age(today()) == 1
        assert note_coming_of_age(today()) == 0
        assert "is of age since 1 Jul 2026" in page_of(client, "person_record", grown).content.decode()

    def test_who_came_of_age_before_the_end_was_asked_then(self, city, sopot, caseworker_city):
        grown = make_participant(city, sopot, birth_date=datetime.date(2008, 6, 30))
        version = correct_fact(grown.current_version, {"end_on": datetime.date(2026, 6, 30)}, by=None, why="left")
        reopen_participation(grown, version, by=caseworker_city, why="came back")
        assert note_coming_of_age(today()) == 0

    def born(self, child, day):
        Person.objects.filter(pk=child.person_id).update(birth_date=day)

    def test_my_day_asks_the_same_for_one_and_for_three(self, client, child, city, sopot, caseworker_city):
        def queries():
            with CaptureQueriesContext(connection) as found:
                assert client.get(reverse("my_day")).status_code == 200
            return len(found)

        make_coming_of_age(child, CHILD.replace(year=2027))
        one = queries()
        for _again in range(2):
            make_coming_of_age(
                make_participant(city, sopot, caseworker=caseworker_city, birth_date=CHILD), CHILD.replace(year=2027)
            )
        assert queries() == one


class TestTargetGroup:
    def test_proposal_of_the_rule_stands_beside_what_a_person_decided(self, client, person, sopot):
        page = page_of(client, "person_edit", person)
        group = page.context["form"].fields["group"]
        assert "The rule proposes" in str(group.help_text)
        other = sopot.target_groups.get(code="children")
        type(person.current_version).objects.filter(pk=person.current_version.pk).update(
            target_group=other, target_group_written=True
        )
        shown = page_of(client, "person_data", person).content.decode()
        assert "written by a person; the rule proposes" in shown


class TestExpiring:
    def test_whoever_is_in_charge_of_nobody_begins_with_everybody(self, client_of, coordinator, person, city):
        make_document(person, city, valid_to=today())
        client = client_of(coordinator)
        assert client.get(reverse("expiring_documents")).context["rows"]
        assert not client.get(reverse("expiring_documents"), {"czyje": "moje"}).context["rows"]
