"""What becomes of a file that somebody sends (S37)."""

import re
from contextlib import suppress
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.uploads import apart
from portal.uploads.accepting import accept_upload
from portal.uploads.cleaning import Kind, clean
from portal.uploads.limits import LONGEST_SIDE
from portal.uploads.reasons import Unfit, Why
from portal.uploads.scanning import Scan
from portal.uploads.words import sentence
from tests.portal.uploads import corpus
from tests.portal.uploads.corpus import CANARY, HOSTILE, pdf, photo_with_place, picture, sent


def opened(content: bytes) -> Image.Image:
    """Return a picture, read to its end."""
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_with_one_sentence(name):
    called, make, why = HOSTILE[name]
    with pytest.raises(Unfit) as refused:
        accept_upload(sent(called, make()))
    assert refused.value.why is why
    assert re.fullmatch(r"[^%{]+", sentence(why))


@pytest.mark.parametrize(
    ("called", "form", "kind"),
    [
        ("a.jpg", "JPEG", Kind.JPEG),
        ("a.PNG", "PNG", Kind.PNG),
        ("a.heic", "HEIF", Kind.JPEG),
        ("IMG.jpg", "HEIF", Kind.JPEG),
        ("image", "JPEG", Kind.JPEG),
    ],
)
def test_photo_is_written_anew_without_its_place_and_upright(called, form, kind):
    accepted = accept_upload(sent(called, photo_with_place(form) if form != "PNG" else photo_with_place("PNG", 6)))
    image = opened(accepted.content)
    assert accepted.kind is kind
    assert not image.getexif()
    assert CANARY not in accepted.content and b"Exif" not in accepted.content and b"eXIf" not in accepted.content
    assert image.size == (32, 48)
    red, green, _blue = image.convert("RGB").getpixel((16, 4))
    assert red > 200
    assert green < 100


def test_what_hangs_behind_or_inside_a_picture_is_gone():
    behind = accept_upload(sent("a.jpg", picture() + corpus.zipped() + corpus.HTML)).content
    noted = accept_upload(sent("a.jpg", picture(comment=CANARY + corpus.HTML))).content
    assert CANARY not in behind + noted
    assert b"<script" not in behind + noted


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_pictures_of_every_make_can_be_looked_at(mode):
    content = picture("JPEG" if mode == "CMYK" else "PNG", mode=mode)
    assert opened(accept_upload(sent("a.png", content)).content).mode in ("L", "RGB")


def test_large_picture_becomes_smaller_and_keeps_its_shape():
    image = opened(accept_upload(sent("a.jpg", picture(size=(3200, 1600)))).content)
    assert image.size == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("change", [corpus.with_script, corpus.with_attachment, corpus.with_notes])
def test_pdf_keeps_its_pages_and_nothing_that_acts_hides_or_tells(change):
    accepted = accept_upload(sent("a.pdf", pdf(2, change)))
    assert accepted.pages == 2
    with pikepdf.open(BytesIO(accepted.content)) as made:
        assert set(made.Root.keys()) == {"/Type", "/Pages"}
        assert b"100 100 l" in made.pages[0].Contents.read_bytes()
        plain = BytesIO()
        made.save(plain, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    for word in (CANARY, b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/Annots", b"Exif", b"/Author"):
        assert word not in plain.getvalue(), word


def test_photo_in_a_pdf_is_still_to_be_seen():
    accepted = accept_upload(sent("a.pdf", pdf(1, corpus.with_notes)))
    with pikepdf.open(BytesIO(accepted.content)) as made:
        photo = made.pages[0].Resources.XObject.P
        assert opened(photo.read_raw_bytes()).size == (48, 32)


def test_words_typed_into_a_form_are_drawn_into_the_page():
    def with_form(made: pikepdf.Pdf) -> None:
        drawn = made.make_stream(
            b"BT (Jan) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 50, 20]
        )
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="Jan", F=4,
            Rect=[10, 10, 60, 30], AP=pikepdf.Dictionary(N=drawn),
        )  # fmt: skip
        field = made.make_indirect(field)
        made.pages[0].obj.Annots = pikepdf.Array([field])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    with pikepdf.open(BytesIO(accept_upload(sent("a.pdf", pdf(1, with_form))).content)) as made:
        assert len(made.pages[0].Resources.XObject) == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(st.data())
def test_a_changed_file_is_cleaned_or_refused_and_never_breaks(data):
    good = data.draw(st.sampled_from([picture(), picture("PNG"), picture("HEIF"), pdf(2, corpus.with_script)]))
    broken = bytearray(good)
    for _change in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(8, len(good) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unfit):
        clean(bytes(broken))


def test_a_process_of_its_own_says_the_same_and_its_death_is_a_refusal(settings, monkeypatch):
    settings.PORTAL_UPLOADS_APART = True
    accepted = accept_upload(sent("a.pdf", pdf(2)))
    assert (accepted.kind, accepted.pages, accepted.content[:5]) == (Kind.PDF, 2, b"%PDF-")
    with pytest.raises(Unfit, match="locked"):
        accept_upload(sent("a.pdf", corpus.locked()))
    monkeypatch.setattr(apart, "COMMAND", ["sh", "-c", "kill -SEGV $$"])
    with pytest.raises(Unfit, match="too-costly"):
        accept_upload(sent("a.pdf", pdf()))
    monkeypatch.setattr(apart, "MAX_SECONDS", 0.05)
    monkeypatch.setattr(apart, "COMMAND", ["sleep", "5"])
    with pytest.raises(Unfit, match="too-costly"):
        accept_upload(sent("a.pdf", pdf()))


def test_without_a_scanner_the_state_says_so():
    assert accept_upload(sent("a.jpg", picture())).scan is Scan.NOT_SCANNED


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("sh -c 'cat >/dev/null; exit 1'", Why.INFECTED),
        ("sh -c 'exit 2'", Why.NOT_SCANNED),
        ("/no/such/scanner", Why.NOT_SCANNED),
        ("clamd:///no/such/socket", Why.NOT_SCANNED),
    ],
)
def test_scanner_that_finds_something_or_does_not_answer_keeps_the_file_out(command, why, settings):
    settings.PORTAL_SCANNER = command
    with pytest.raises(Unfit) as refused:
        accept_upload(sent("a.jpg", picture()))
    assert refused.value.why is why


def test_scanner_sees_what_was_sent_and_lets_it_in(settings, tmp_path):
    settings.PORTAL_SCANNER = f"tee {tmp_path / 'seen'}"
    assert accept_upload(sent("a.jpg", picture())).scan is Scan.CLEAN
    assert (tmp_path / "seen").read_bytes() == picture()


@pytest.mark.parametrize(("answer", "why"), [(b"stream: OK\0", None), (b"stream: Eicar FOUND\0", Why.INFECTED)])
def test_clamd_is_asked_over_its_socket(answer, why, settings, tmp_path):
    import socket
    from threading import Thread

    path = tmp_path / "clamd"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen()

        def reply() -> None:
            caller, _address = listening.accept()
            with caller:
                received = b""
                while not received.endswith(bytes(4)):
                    received += caller.recv(65536)
                caller.sendall(answer)

        answering = Thread(target=reply)
        answering.start()
        settings.PORTAL_SCANNER = f"clamd://{path}"
        try:
            assert accept_upload(sent("a.jpg", picture())).scan is Scan.CLEAN
        except Unfit as unfit:
            assert unfit.why is why
        else:
            assert why is None
        answering.join()
