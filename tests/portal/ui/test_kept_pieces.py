"""Bar and foot of the staff are drawn once for pages that are alike; words of one account are in its pages alone."""

import re

import pytest
from django.urls import reverse

from portal.accounts.enums import Role
from portal.ui import kept_pieces
from portal.ui.context import Frame
from portal.ui.kept_pieces import forget_pieces, kept_piece
from portal.ui.staff_frame import staff_frame
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_participant

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')
PIECES = 2


@pytest.fixture(autouse=True)
def all_pages(settings) -> None:
    """Take the pages of the product, not those of the gallery."""
    settings.ROOT_URLCONF = "portal.urls"


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """Return what is drawn from now on, as it is kept."""
    forget_pieces()
    texts: list[str] = []
    draw = kept_pieces.render_to_string
    monkeypatch.setattr(kept_pieces, "render_to_string", lambda *words: texts.append(draw(*words)) or texts[-1])
    return texts


def page(client, url: str) -> str:
    return client.get(url).content.decode()


def test_pages_of_two_accounts_share_one_drawing(drawn, client_of, city, sopot):
    adam, barbara = (make_member(Role.CASEWORKER, city, sopot, name) for name in ("Adam <Abacki>", "Barbara Babacka"))
    one, other = client_of(adam), client_of(barbara)
    list_of = reverse("person_list")

    first, second, again = page(one, list_of), page(other, list_of), page(one, list_of)

    assert len(drawn) == PIECES
    for text, account in ((first, adam), (again, adam), (second, barbara)):
        assert account.email in text
    assert "Adam &lt;Abacki&gt;" in first
    assert "<Abacki" not in first
    assert "Barbara" not in first + again
    assert "Abacki" not in second
    tokens = [set(TOKEN.findall(text)) for text in (first, second, again)]
    assert all(tokens)
    assert not tokens[0] & (tokens[1] | tokens[2])
    assert kept_pieces.stand_in("") not in first + second + again


def test_what_is_kept_says_nothing_of_an_account_or_a_person(drawn, client_of, coordinator, sopot, city):
    number = make_participant(city, sopot).number
    text = page(client_of(coordinator), reverse("person_record", args=[number]))

    assert f"?osoba={number}" in text
    assert len(drawn) == PIECES
    for words in (coordinator.name, coordinator.email, number):
        assert not any(words in piece for piece in drawn)


def test_what_differs_is_drawn_apart(drawn, client_of, coordinator, dpo, sopot, city):
    client, url = client_of(coordinator), reverse("person_list")
    polish = page(client, url)
    coordinator.language = "uk"
    coordinator.save()
    ukrainian = page(client, url)
    elsewhere = page(client, reverse("household_list"))
    of_officer = page(client_of(dpo), reverse("person_list"))

    bars = [re.search(r"<nav class=\"tabs.*?</nav>", text, re.DOTALL) for text in (polish, ukrainian, elsewhere)]
    assert len({bar[0] for bar in bars if bar}) == len(bars)
    assert reverse("import_page") in polish
    assert reverse("import_page") not in of_officer


def test_words_of_one_page_are_escaped_and_not_kept(rf, coordinator) -> None:
    forget_pieces()
    request = rf.get("/osoby/")
    request.user, request.resolver_match = coordinator, None
    shared = staff_frame(Frame(request))
    hostile = kept_piece("staff_foot", shared, log_url='"><script>alert(1)</script>')
    assert "&lt;script" in hostile
    assert "<script" not in hostile
    assert "script" not in kept_piece("staff_foot", shared, log_url="/praca/zapis/")
