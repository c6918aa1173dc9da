"""SM EFS in the browser: checks and explanations, the job, the archive, the listing that came back, comparing."""

import datetime
import hashlib
import hmac
import io
import re
import uuid
import zipfile
import zlib

import openpyxl
import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beneficiaries.models import Participation
from portal.audit.models import AuditEvent
from portal.jobs import leases
from portal.jobs.models import Job
from portal.jobs.running import carry_out
from reporting.smefs.domain.exports import explanations_of
from reporting.smefs.domain.releases import decide_release
from reporting.smefs.exporters.archive import sealed_archive
from reporting.smefs.models import ReturnedListing, SmefsExport, TechnicalId
from reporting.smefs.queries.exports import content_of
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participation, make_person, make_pesel
from tests.factories.services import make_support
from tests.smefs import file_of, rows_of

DAY = datetime.date
NEW = "/koordynacja/smefs/nowy/?projekt=sopot-5.15"
COMPARE = "/koordynacja/smefs/porownanie/?projekt=sopot-5.15"
RETURN = "/koordynacja/smefs/zwrotne/?projekt=sopot-5.15"
PHRASE = "sezam otwórz się"
DAYS = {"od": "2025-01-01", "do": "2026-12-31"}

pytestmark = pytest.mark.usefixtures("accounts_speak_english")


@pytest.fixture
def somebody(sopot, city):
    def make(**values):
        born = DAY(1990, 5, 17)
        person = make_person(birth_date=born, pesel=make_pesel(born, serial=Participation.objects.count()))
        make_care(person, city, sopot)
        answers = {"disability": "no", "homelessness": "no", "minority": "no"}
        taking_part = make_participation(person, sopot, **{**answers, **values})
        make_support(taking_part, delivered_on=DAY(2026, 2, 2))
        return taking_part

    return make


@pytest.fixture
def client(client_of, coordinator):
    return client_of(coordinator)


def token_of(page) -> str:
    return re.search(r'name="submission" value="([^"]+)"', page.content.decode())[1]


def ordered(client, **explanations):
    sent = {f"explain_{rule}": words for rule, words in explanations.items()}
    return client.post(NEW, {"submission": token_of(client.get(NEW)), **sent})


def made(client, **explanations):
    ordered(client, **explanations)
    carry_out(Job.objects.latest("requested_at").pk)
    return SmefsExport.objects.latest("made_at")


def released(export):
    """Let a second person have released the file a moment ago."""
    second = make_member("coordinator", export.order.asked_by.memberships.first().organisation, export.grant_project)
    decide_release(export, released=True, reason="", by=second)


def opened(archive: bytes, passphrase: str) -> bytes:
    """Open an archive by the description of the format alone."""
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        (info,) = packed.infolist()
        assert info.flag_bits & 1
        assert info.extra == b"\x01\x99\x07\x00\x02\x00AE\x03\x08\x00"
        start = info.header_offset + 30 + len(info.filename.encode()) + len(info.extra)
        body = archive[start : start + info.compress_size]
    salt, check, hidden, proof = body[:16], body[16:18], body[18:-10], body[-10:]
    keys = hashlib.pbkdf2_hmac("sha1", passphrase.encode(), salt, 1000, 66)
    assert keys[64:] == check
    assert hmac.new(keys[32:64], hidden, "sha1").digest()[:10] == proof
    block = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor()  # noqa: S305
    plain = bytearray()
    for place in range(0, len(hidden), 16):
        stream = block.update((place // 16 + 1).to_bytes(16, "little"))
        plain += bytes(one ^ other for one, other in zip(hidden[place : place + 16], stream, strict=False))
    return zlib.decompress(bytes(plain), -15)


@pytest.mark.parametrize("content", [b"", b"x", b"a" * 16, "Zażółć gęślą jaźń\r\n".encode() * 999])
def test_the_archive_opens_with_the_passphrase_and_no_other(content):
    archive = sealed_archive("a.csv", content, PHRASE)
    assert opened(archive, PHRASE) == content
    with pytest.raises(AssertionError):
        opened(archive, PHRASE + "x")


def test_from_the_checks_to_the_file_in_the_hand(client, somebody):
    somebody()
    answer = ordered(client)
    assert answer.url == reverse("job", args=[Job.objects.get().pk])
    carry_out(Job.objects.get().pk)
    export = SmefsExport.objects.get()
    assert Job.objects.get().answer == reverse("smefs_export", args=[export.pk])
    page = client.get(Job.objects.get().answer)
    assert export.sha256 in page.content.decode()
    released(export)
    file = client.post(reverse("smefs_download", args=[export.pk]), {"passphrase": PHRASE, "again": PHRASE})
    assert file["Content-Disposition"].endswith('.zip"')
    assert len(rows_of(opened(file.content, PHRASE))) == 1
    assert AuditEvent.objects.filter(action="download").count() == 1
    assert export.sha256 in client.get("/koordynacja/smefs/").content.decode()


def test_what_failed_is_explained_before_there_is_a_file_and_the_words_are_kept(client, somebody):
    somebody()
    late = somebody(end_on=DAY(2026, 6, 30))
    page = client.get(NEW)
    assert f"/koordynacja/osoby/{late.number}/" in page.content.decode() or late.number in page.content.decode()
    assert "/koordynacja/jakosc/exit-without-situation/" in page.content.decode()
    refused = ordered(client)
    assert refused.context["form"].errors["explain_R21"]
    assert not Job.objects.exists()
    export = made(client, R21="The talk is on Monday.")
    assert export.left_out == {"R21": 1}
    assert explanations_of(export.order) == {"R21": "The talk is on Monday."}
    shown = client.get(reverse("smefs_export", args=[export.pk])).content.decode()
    assert "The talk is on Monday." in shown
    assert "R21: 1 person" in shown


def test_what_was_explained_is_for_who_may_read_of_everybody_in_the_file(
    client, client_of, city, sopot, somebody, coordinator
):
    hidden = somebody()
    hidden.person.is_confidential = True
    hidden.person.save(update_fields=["is_confidential"])
    hidden.person.confidential_to.add(coordinator)
    somebody(end_on=DAY(2026, 6, 30))
    export = made(client, R21="Oksana comes on Monday.")
    other = make_member("coordinator", city, sopot)
    page = reverse("smefs_export", args=[export.pk])
    assert "Oksana" in client.get(page).content.decode()
    shown = client_of(other).get(page)
    assert shown.status_code == 200
    assert "Oksana" not in shown.content.decode()
    hidden.person.confidential_to.add(other)
    assert "Oksana" in client_of(other).get(page).content.decode()


def test_sent_twice_there_is_one_order_and_a_killed_worker_leaves_one_file(client, somebody, monkeypatch):
    somebody()
    token = token_of(client.get(NEW))
    assert client.post(NEW, {"submission": token}).url == client.post(NEW, {"submission": token}).url
    job = Job.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(leases, "finish", lambda *args: 1 / 0)
        carry_out(job.pk)
    assert not SmefsExport.objects.exists()
    carry_out(job.pk)
    carry_out(job.pk)
    assert SmefsExport.objects.count() == 1


def test_data_that_changed_meanwhile_are_not_sent_unseen(client, somebody):
    taking_part = somebody()
    ordered(client)
    taking_part.current_version.superseded_at = None
    type(taking_part.current_version).objects.filter(pk=taking_part.current_version.pk).update(third_country=False)
    carry_out(Job.objects.get().pk)
    job = Job.objects.get()
    assert (job.state, SmefsExport.objects.count()) == ("failed", 0)
    assert "Look again" in job.reason


def test_only_who_made_a_file_takes_it_along(client, client_of, somebody, city, sopot):
    somebody()
    export = made(client)
    other = client_of(make_member("coordinator", city, sopot))
    path = reverse("smefs_download", args=[export.pk])
    assert "Download the archive" not in other.get(reverse("smefs_export", args=[export.pk])).content.decode()
    assert other.post(path, {"passphrase": PHRASE, "again": PHRASE}).status_code == 404
    assert client.get(path).status_code == 405


def test_somebody_who_became_confidential_keeps_the_file_in(client, somebody):
    taking_part = somebody()
    export = made(client)
    released(export)
    taking_part.person.is_confidential = True
    taking_part.person.save(update_fields=["is_confidential"])
    path = reverse("smefs_download", args=[export.pk])
    answer = client.post(path, {"passphrase": PHRASE, "again": PHRASE}, follow=True)
    assert "out of your reach" in answer.content.decode()
    assert not AuditEvent.objects.filter(action="download").exists()


@pytest.mark.parametrize(
    "typed", [{"passphrase": "short", "again": "short"}, {"passphrase": PHRASE, "again": PHRASE + "x"}, {}]
)
def test_a_weak_or_mistyped_passphrase_is_said(client, somebody, typed):
    somebody()
    answer = client.post(reverse("smefs_download", args=[made(client).pk]), typed)
    assert answer["Content-Type"].startswith("text/html")
    assert answer.context["form"].errors


def test_protected_people_are_a_count_and_need_words(client, somebody):
    somebody()
    hidden = somebody()
    hidden.person.is_confidential = True
    hidden.person.save(update_fields=["is_confidential"])
    page = client.get(NEW).content.decode()
    assert "1 protected person" in page
    assert hidden.number not in page
    export = made(client, protected="Her caseworker enters her.")
    assert hidden.person.pesel not in content_of(export).decode()


def test_number_of_queries_is_that_of_one_person(client, somebody, django_assert_max_num_queries):
    somebody(end_on=DAY(2026, 6, 30))
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(60) as captured:
            client.get(NEW)
        counts.append(len(captured))
        somebody(end_on=DAY(2026, 6, 30))
        somebody(end_on=DAY(2026, 6, 30))
    assert counts[0] == counts[1]


def test_queries_of_the_list_do_not_grow_with_it(client, somebody, django_assert_max_num_queries):
    somebody()
    counts = []
    for more in (1, 2):
        for _ in range(more):
            made(client)
        client.get("/koordynacja/smefs/")
        with django_assert_max_num_queries(60) as captured:
            client.get("/koordynacja/smefs/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_listing_that_came_back_is_taken_and_says_what_it_could_not_match(client, somebody):
    taking_part = somebody()
    ours = [taking_part.number if place == 6 else "T-77" if place == 8 else "" for place in range(43)]
    stranger = [
        "Obca" if place == 5 else "44051401458" if place == 6 else "T-78" if place == 8 else "" for place in range(43)
    ]
    sent = {"submission": token_of(client.get(RETURN)), "file": upload("zwrot.csv", file_of(ours, stranger))}
    answer = client.post(RETURN, sent, follow=True)
    assert TechnicalId.objects.get().technical_id == "T-77"
    page = answer.content.decode()
    assert "nobody of the project has this number" in page
    assert "Obca" not in page
    assert "44051401458" not in page


def test_a_file_that_is_no_listing_gets_one_sentence(client, sopot):
    sent = {"submission": token_of(client.get(RETURN)), "file": upload("zwrot.csv", b"\0\1\2")}
    answer = client.post(RETURN, sent)
    assert answer.context["form"].errors["file"] == ["This is not a CSV file and not an Excel workbook."]
    assert not ReturnedListing.objects.exists()
    answer = client.post(COMPARE, {**DAYS, "listing": upload("lista.xlsx", b"PK\3\4 nothing")})
    assert answer.context["form"].errors["listing"]
    answer = client.post(COMPARE, {**DAYS, "claim": upload("wniosek.xlsx", b"nothing")})
    assert answer.context["form"].errors["claim"] == ["This is not an Excel workbook."]
    assert client.post(COMPARE, DAYS).context["form"].errors["listing"]


def test_a_file_that_is_too_large_is_said_to_be(client, sopot):
    large = b"x" * (21 * 2**20 + 1)
    sent = {"submission": token_of(client.get(RETURN)), "file": upload("zwrot.csv", large)}
    assert client.post(RETURN, sent).context["form"].errors["file"] == ["The file is larger than 20 MB."]
    answer = client.post(COMPARE, {**DAYS, "listing": upload("lista.csv", large)})
    assert answer.context["form"].errors["listing"] == ["The file is larger than 20 MB."]


def test_list_and_claim_are_compared_person_by_person(client, somebody):
    taking_part, hidden = somebody(), somebody()
    listing = content_of(made(client)).replace(b";Nie;;;;;\r\n", b";Tak;;;;;\r\n", 1)
    hidden.person.is_confidential = True
    hidden.person.save(update_fields=["is_confidential"])
    claim = client.get("/koordynacja/smefs/wniosek/?projekt=sopot-5.15&od=2025-01-01&do=2026-12-31").content
    book = openpyxl.load_workbook(io.BytesIO(claim))
    assert [cell.value for cell in book.active[2]][8:11] == [2, 2, 0]
    files = {"listing": upload("lista.csv", listing), "claim": upload("wniosek.xlsx", claim)}
    answer = client.post(COMPARE, {**DAYS, **files})
    verdicts = {line.code: line.verdict for line in answer.context["lines"]}
    assert (verdicts["EECO01"], verdicts["EECO12"]) == ("agrees", "does not agree")
    assert [line.number for line in answer.context["differences"]] == [taking_part.number]
    assert hidden.number not in answer.content.decode()


def test_pages_are_for_the_leader_alone(client_of, coordinator_foundation, caseworker_city, auditor, somebody):
    somebody()
    for member in (coordinator_foundation, caseworker_city, auditor):
        other = client_of(member)
        for path in ("/koordynacja/smefs/", NEW, COMPARE, RETURN):
            assert other.get(path).status_code == 404
        for name in ("smefs_export", "smefs_download"):
            assert other.post(reverse(name, args=[uuid.uuid4()])).status_code in (404, 405)
