"""What happens to registrations without anybody at the page."""

import datetime

import pytest
from django.utils import timezone

from beneficiaries.domain.registration import AlreadySent, Beginning, begin, forget_networks, keep, old_drafts, send
from beneficiaries.models import Registration
from beneficiaries.rules.registration import Application, AppliedPerson
from portal.crypto.models import DataKey
from portal.retention.rows import remove_rows
from tests.factories.beneficiaries import make_care, make_person

BEGINNING = Beginning("form", b"network")


def begun(project, mark: str = "form", **said) -> Registration:
    registration, _secret = begin(project, "uk", Application(**said), Beginning(mark, b"network"))
    return registration


def test_after_thirty_days_a_draft_is_gone_with_its_key_and_what_was_sent_stays(sopot):
    old, sent, young = (begun(sopot, each) for each in ("old", "sent", "young"))
    send(sent, sent.application, "uk")
    month_ago = timezone.now() - datetime.timedelta(days=30)
    Registration.objects.exclude(pk=young.pk).update(changed_at=month_ago)
    assert remove_rows(old_drafts(timezone.now()), 9, key="data_key") == 1
    assert set(Registration.objects.values_list("pk", flat=True)) == {sent.pk, young.pk}
    assert not DataKey.objects.filter(pk=old.data_key_id).exists()
    assert not old_drafts(timezone.now()).exists()
    assert Registration.objects.count() == 2


def test_where_it_came_from_is_forgotten_after_three_months(sopot):
    old, young = begun(sopot, "old"), begun(sopot, "young")
    Registration.objects.filter(pk=old.pk).update(created_at=timezone.now() - datetime.timedelta(days=90))
    assert forget_networks(timezone.now(), 9) == 1
    assert Registration.objects.get(pk=old.pk).network is None
    assert bytes(Registration.objects.get(pk=young.pk).network) == b"network"


def test_what_was_sent_is_not_changed_or_sent_again(sopot):
    row = begun(sopot)
    stale = Registration.objects.select_related("data_key", "grant_project").get()
    send(row, row.application, "uk")
    with pytest.raises(AlreadySent):
        send(stale, Application(phone="other"), "uk")
    with pytest.raises(AlreadySent):
        keep(Registration.objects.select_related("data_key").get(), Application(), step="imie", language="uk")


def test_references_and_codes_are_random_and_kept_apart(sopot):
    rows = [begun(sopot, str(each)) for each in range(20)]
    assert len({row.reference for row in rows} | {str(row.code) for row in rows}) == 40
    assert {len(row.reference.replace("-", "")) for row in rows} == {16}
    assert {len(str(row.code).replace("-", "")) for row in rows} == {12}
    assert str(rows[0].code).encode() not in bytes(Registration.objects.values_list("code", flat=True)[0])


def test_staff_of_the_leading_organisation_see_what_was_sent_and_no_draft(
    sopot, coordinator, caseworker_city, caseworker_foundation, dpo
):
    row = begun(sopot)
    assert not Registration.objects.visible_to(coordinator).exists()
    send(row, row.application, "uk")
    for who, sees in ((coordinator, 1), (caseworker_city, 1), (caseworker_foundation, 0), (dpo, 0)):
        assert Registration.objects.visible_to(who).count() == sees


def test_a_registration_of_somebody_hidden_is_hidden_whole(sopot, city, coordinator, caseworker_city):
    row = begun(sopot, people=(AppliedPerson(), AppliedPerson(relation="child")))
    send(row, row.application, "uk")
    shown, hidden = make_person(), make_person(is_confidential=True)
    for person in (shown, hidden):
        make_care(person, city, sopot)
    for place, person in zip(row.people.all(), (shown, hidden), strict=True):
        place.person = person
        place.save()
    hidden.confidential_to.add(coordinator)
    assert Registration.objects.visible_to(coordinator).count() == 1
    assert Registration.objects.visible_to(caseworker_city).count() == 0
    shown.denied_to.add(coordinator)
    assert Registration.objects.visible_to(coordinator).count() == 0
