"""Who got data of a person is found in what happened, told one by one, and said to the person who asks (GDPR 19)."""

import pytest
from django.urls import reverse

from beneficiaries.domain import rights, rights_decisions
from beneficiaries.domain.rights_decisions import tell_recipient
from beneficiaries.enums import IdentityCheck, RightChannel, RightDecision, RightKind, RightStepKind
from beneficiaries.queries.rights import content_of, untold
from portal.rights import recipients_of
from reporting.smefs.models import SentLine, SmefsExport, SmefsLayout, SmefsOrder
from tests.clients import signed_in
from tests.factories.accounts import make_user
from tests.factories.beneficiaries import make_care, make_participant
from tests.factories.referrals import make_referral
from tests.portal.imports.rows import make_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts_speak_english")]


@pytest.fixture
def shared(city, foundation, sopot, caseworker_city):
    """Somebody referred to a school, looked after by the partner too, and sent to SM EFS."""
    case = make_participant(city, sopot, caseworker=caseworker_city, surname="Zzyzx")
    make_care(case.person, foundation, sopot)
    make_referral(case, city, make_user(), outside_name="Szkoła nr 8")
    order = SmefsOrder.objects.create(grant_project=sopot, data_key=make_key())
    layout = SmefsLayout.objects.create(code="t", version=1, valid_from="2026-01-01", content={}, checksum="0" * 64)
    export = SmefsExport.objects.create(
        order=order, grant_project=sopot, layout=layout, people=1, size=1, sha256="0" * 64, words={}, left_out={}
    )
    line = SentLine(
        export=export, position=1, number=case.number, data_key=case.person.data_key, content="x", sha256="0"
    )
    line.save()
    return case


def granted(case, kind, by, second):
    request = rights.ask(case, kind, channel=RightChannel.LETTER, by=by, identity=IdentityCheck.DOCUMENT)
    request = rights.check_identity(request, IdentityCheck.DOCUMENT, by=by)
    request = rights_decisions.decide(request, RightDecision.GRANTED, reasons="", by=by)
    if kind == RightKind.ERASURE:
        request = rights_decisions.decide(request, RightDecision.GRANTED, reasons="", by=second)
    return request if kind == RightKind.RESTRICTION else rights_decisions.carry_out(request, by=by)


def test_recipients_come_from_referrals_partners_and_exports(shared, foundation):
    found = [str(each) for each in recipients_of(shared)]
    assert any(each.startswith("Szkoła nr 8") for each in found)
    assert foundation.name in found
    assert any("SM EFS" in each for each in found)


@pytest.mark.parametrize("kind", [RightKind.RECTIFICATION, RightKind.ERASURE, RightKind.RESTRICTION])
def test_who_is_to_be_told_is_kept_when_it_is_done(shared, coordinator, dpo, kind):
    done = granted(shared, kind, coordinator, dpo)
    assert len(untold(done)) == 3


def test_objection_tells_nobody(shared, coordinator, dpo):
    assert untold(granted(shared, RightKind.OBJECTION, coordinator, dpo)) == []


def test_each_is_told_once(shared, coordinator, dpo):
    done = granted(shared, RightKind.RECTIFICATION, coordinator, dpo)
    first = untold(done)[0]
    done = tell_recipient(done, first, by=coordinator, how="by letter")
    tell_recipient(done, first, by=coordinator, how="again")
    assert len(untold(done)) == 2
    assert done.steps.filter(kind=RightStepKind.RECIPIENTS, part=str(first.pk)).count() == 1


def test_page_offers_who_is_left_and_keeps_how(shared, coordinator, dpo):
    done = granted(shared, RightKind.RECTIFICATION, coordinator, dpo)
    client, path = signed_in(coordinator), reverse("rights_request", args=[done.pk])
    for left in (3, 2, 1):
        form = client.get(path).context["forms"]["tell"]
        assert len(form.fields["step"].choices) == left
        sent = {"act": "tell", "submission": form["submission"].value(), "version": form["version"].value()}
        step = form.fields["step"].choices[0][0]
        assert client.post(path, {**sent, "step": step, "how": ""}).context["sent"].errors.keys() == {"how"}
        assert client.post(path, {**sent, "step": "x", "how": "x"}).context["sent"].errors.keys() == {"step"}
        assert client.post(path, {**sent, "step": step, "how": "by letter"}).status_code == 302
    assert "tell" not in client.get(path).context["forms"]


def test_person_who_asks_reads_who_was_told(shared, coordinator, dpo):
    granted(shared, RightKind.RECTIFICATION, coordinator, dpo)
    copy = rights.ask(shared, RightKind.ACCESS, channel=RightChannel.LETTER, by=coordinator, language="en")
    (part,) = [each for each in content_of(copy)["parts"] if each["code"] == "rights"]
    told = next(item for item in part["items"] if "recipients" in item["data"])
    assert len(told["data"]["recipients"]) == 3
    assert "Szkoła nr 8" in str(told["facts"])
