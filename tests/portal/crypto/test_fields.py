"""Sealed fields: plain in Python, sealed in the database, bound to their row."""

import datetime
import json

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.forms.models import modelform_factory

from beneficiaries.models import Person
from portal.crypto.fields import Sealed
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.crypto.sealing import SealBroken, blind_index
from portal.imports.models import ImportBatch, ImportedRow
from tests.factories.beneficiaries import make_person

pytestmark = pytest.mark.django_db

PESEL, PHONE, ADDRESS = "90051712340", "+48600100200", "ul. Bohaterów Monte Cassino 1, Sopot"


@pytest.fixture
def person():
    return make_person(pesel=PESEL, phone=PHONE, address=ADDRESS)


def raw(person, column):
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{column}" FROM beneficiaries_person WHERE id = %s',
            [person.pk.hex if connection.vendor == "sqlite" else person.pk],
        )
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def put(person, column, value):
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE beneficiaries_person SET "{column}" = %s WHERE id = %s',
            [value, person.pk.hex if connection.vendor == "sqlite" else person.pk],
        )


def read(person):
    return Person.objects.get(pk=person.pk)


def test_value_comes_back_as_it_was_saved(person):
    assert (read(person).pesel, read(person).phone, read(person).address) == (PESEL, PHONE, ADDRESS)
    assert (read(person).email, raw(person, "email"), read(person).email_index) == ("", None, None)


def test_database_holds_no_plain_text_anywhere(person):
    person.address = "ul. Inna 2"
    person.save()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            stored = b"\n".join(
                bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            )
            for canary in (PESEL, PHONE, "Monte Cassino", "Inna 2"):
                assert canary.encode() not in stored, table


def test_values_swapped_between_rows_do_not_open(person):
    other = make_person(pesel="85010112345", phone=PHONE)
    mine, theirs = raw(person, "phone"), raw(other, "phone")
    put(person, "phone", theirs)
    put(other, "phone", mine)
    for swapped in (read(person), read(other)):
        with pytest.raises(SealBroken):
            _ = swapped.phone


def test_value_moved_to_another_column_does_not_open(person):
    put(person, "email", raw(person, "phone"))
    with pytest.raises(SealBroken):
        _ = read(person).email


def test_value_taken_along_with_its_key_does_not_open_in_another_row(person):
    thief = make_person()
    victims = DataKey.objects.get(pk=person.data_key_id)
    put(thief, "phone", raw(person, "phone"))
    DataKey.objects.filter(pk=thief.data_key_id).update(wrapped=victims.wrapped)
    with pytest.raises(SealBroken):
        _ = read(thief).phone


def test_any_flipped_bit_is_noticed(person):
    sealed = raw(person, "phone")
    for position in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(SealBroken):
            Person._meta.get_field("phone").open(person, bytes(changed))
    put(person, "phone", sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(SealBroken):
        _ = read(person).phone


def test_assigned_text_is_read_at_once_and_saved_later(person):
    fresh = read(person)
    fresh.phone = "+48111222333"
    assert (fresh.phone, read(person).phone) == ("+48111222333", PHONE)
    fresh.save()
    assert read(person).phone == "+48111222333"
    assert read(person).phone_index == blind_index("phone", "+48 111 222 333")


@pytest.mark.parametrize("blank", ["", None])
def test_clearing_a_value_clears_its_index(person, blank):
    person.phone = blank
    person.save()
    assert (raw(person, "phone"), read(person).phone, read(person).phone_index) == (None, "", None)


def test_saving_what_was_only_read_writes_the_same_bytes(person):
    before, fresh = raw(person, "phone"), read(person)
    assert fresh.phone == PHONE
    fresh.given_names = "Oksana Maria"
    fresh.save()
    assert raw(person, "phone") == before


def test_value_left_out_of_a_query_is_fetched_when_read(person, django_assert_num_queries):
    partial = Person.objects.select_related("data_key").only("given_names", "data_key__wrapped").get(pk=person.pk)
    with django_assert_num_queries(1):
        assert partial.phone == PHONE
    with django_assert_num_queries(0):
        assert partial.phone == PHONE


def test_deferred_value_can_be_set_and_saved(person):
    partial = Person.objects.defer("phone").get(pk=person.pk)
    partial.phone = "+48111222333"
    partial.save(update_fields=["phone", "phone_index"])
    assert read(person).phone == "+48111222333"


def test_list_with_its_keys_opens_without_further_queries(person, django_assert_num_queries):
    make_person(phone="+48111222333")
    with django_assert_num_queries(1):
        assert {each.phone for each in Person.objects.select_related("data_key")} == {PHONE, "+48111222333"}


def test_refreshing_brings_the_stored_value_back(person):
    person.phone = "+48111222333"
    person.refresh_from_db()
    assert person.phone == PHONE
    person.phone = "+48111222333"
    person.refresh_from_db(fields=["phone"])
    assert person.phone == PHONE


def test_rows_created_in_bulk_are_sealed(sopot):
    key = DataKey.fresh()
    key.save()
    batch = ImportBatch.objects.create(grant_project=sopot, data_key=key)
    rows = [
        ImportedRow(
            batch=batch,
            grant_project=sopot,
            sheet="people",
            row_number=number,
            fingerprint=bytes([number]),
            ordinal=1,
            payload=f"{PESEL} {number}",
        )
        for number in range(3)
    ]
    ImportedRow.objects.bulk_create(rows)
    stored = ImportedRow.objects.order_by("row_number")
    assert [row.payload for row in stored] == [f"{PESEL} {number}" for number in range(3)]
    assert not any(PESEL.encode() in payload for payload in stored.values_list("payload", flat=True))


def test_index_finds_exactly_the_one(person):
    make_person(pesel="85010112345")
    assert Person.objects.get(pesel_index=blind_index("pesel", " 900517-12340")) == person
    assert not Person.objects.filter(phone_index=blind_index("pesel", PHONE)).exists()
    assert not Person.objects.filter(pesel_index=blind_index("pesel", "90051712")).exists()


def test_index_of_people_created_in_bulk_is_made_too(person):
    key = DataKey.fresh()
    key.save()
    Person.objects.bulk_create([Person(data_key=key, birth_date=datetime.date(1990, 1, 1), pesel="85010112345")])
    assert Person.objects.get(pesel_index=blind_index("pesel", "85010112345")).data_key == key


def test_value_cannot_be_saved_without_its_index(person):
    person.pesel = "85010112345"
    with pytest.raises(ValueError, match="pesel_index"):
        person.save(update_fields=["pesel"])
    partial = Person.objects.only("pesel", "data_key").get(pk=person.pk)
    partial.pesel = "85010112345"
    with pytest.raises(ValueError, match="pesel_index"):
        partial.save()
    assert (read(person).pesel, read(person).pesel_index) == (PESEL, blind_index("pesel", PESEL))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda person: Person.objects.update(phone=PHONE),
        lambda person: Person.objects.update(phone=PHONE.encode()),
        lambda person: Person.objects.bulk_update([person], ["phone"]),
        lambda person: Person.objects.filter(phone=PHONE).exists(),
        lambda person: Person.objects.filter(phone__in=[PHONE]).exists(),
        lambda person: setattr(person, "phone", PHONE.encode()),
        lambda person: setattr(person, "phone", memoryview(PHONE.encode())),
        lambda person: setattr(person, "phone", 600100200),
    ],
)
def test_ways_around_the_seal_are_closed(person, attempt):
    before = raw(person, "phone")
    with pytest.raises(TypeError), transaction.atomic():
        attempt(person)
    assert raw(person, "phone") == before


def test_stored_values_can_be_removed_for_many_rows_at_once(person):
    assert Person.objects.filter(address__isnull=False).update(address=None) == 1
    assert read(person).address == ""


def test_copied_row_cannot_take_the_sealed_bytes_along(person):
    copy = read(person)
    copy.pk, copy._state.adding = new_id(), True
    copy.data_key = DataKey.fresh()
    copy.data_key.save()
    with pytest.raises(SealBroken):
        copy.save()


def test_key_written_as_text_is_the_same_row(person):
    key = DataKey.fresh()
    key.save()
    born = Person(id=str(new_id()), data_key=key, birth_date=datetime.date(1990, 1, 1), phone=PHONE)
    born.save()
    assert Person.objects.get(phone_index=blind_index("phone", PHONE), data_key=key).phone == PHONE


def test_validation_and_forms_leave_the_text_as_it_is(person):
    person.full_clean(exclude=["given_names"])
    assert person.phone == PHONE
    form_class = modelform_factory(Person, fields=["phone", "address"])
    assert form_class(instance=read(person)).initial == {"phone": PHONE, "address": ADDRESS}
    form = form_class({"phone": "+48111222333", "address": ADDRESS}, instance=read(person))
    form.save()
    assert (read(person).phone, read(person).address) == ("+48111222333", ADDRESS)


def test_plain_text_is_not_serialised(person):
    dump = serializers.serialize("json", [read(person)])
    assert PESEL not in dump
    assert json.loads(dump)[0]["fields"]["pesel"] == ""


def test_history_holds_neither_plain_nor_sealed_values(person):
    person.phone, person.given_names = "+48111222333", "Oksana Maria"
    person.save()
    fields = {field.name for field in Person.history.model._meta.concrete_fields}
    sealed = {field.name for field in Person._meta.concrete_fields if type(field).__module__ == "portal.crypto.fields"}
    assert sealed == {
        "pesel", "pesel_index", "phone", "phone_index", "email", "email_index", "address", "contact_safety",
    }  # fmt: skip
    assert not fields & sealed
    assert person.history.count() == 2


def test_query_gives_sealed_bytes_that_say_so(person):
    value = Person.objects.values_list("phone", flat=True).get(pk=person.pk)
    assert isinstance(value, Sealed)
    assert bytes(value) == raw(person, "phone")
