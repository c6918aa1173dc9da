"""The accessibility statement: what the law asks for, in every language, from data; and the reminder of its review."""

import datetime
import re
from html.parser import HTMLParser

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from portal.programmes.accessibility import AccessibilityDeclaration
from portal.programmes.enums import Conformance
from portal.programmes.loading import load_programme
from portal.programmes.models import GrantProject
from portal.ui.languages import LANGUAGE_NAMES

every_language = pytest.mark.parametrize("language", LANGUAGE_NAMES)
DAY = datetime.date
ALWAYS = [
    "a11y-wstep", "a11y-podmiot", "a11y-zakres", "a11y-url", "a11y-data-publikacja", "a11y-data-aktualizacja", "a11y-status",
    "a11y-data-sporzadzenie", "a11y-kontakt", "a11y-email", "a11y-telefon", "a11y-procedura", "a11y-architektura",
    "a11y-komunikacja",
]  # fmt: skip
"""The marks that version 2.0 of the technical conditions asks for, in the order of its sections."""
SOMETIMES = {"a11y-data-przeglad", "a11y-aplikacje", "a11y-architektura-url"}
FILLED = {
    "entity": "Gmina Próbna <b>",
    "site_url": "https://portal.example/",
    "published_on": DAY(2026, 3, 2),
    "updated_on": DAY(2026, 11, 3),
    "prepared_on": DAY(2026, 3, 4),
    "reviewed_on": DAY(2026, 11, 5),
    "contact_unit": "Zespół dostępności",
    "contact_email": "dostepnosc@portal.example",
    "contact_phone": "+48 58 000 00 01",
    "building": "Wejście bez progu.\n\nWinda na każde piętro.",
    "building_url": "https://portal.example/budynek/",
    "communication": "Tłumacz PJM online.",
    "apps": "Brak innych aplikacji",
}


class Marks(HTMLParser):
    """Collects the ids of a page in order, the words inside each, and its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.attributes: dict[str, dict] = {}
        self.words: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("id", "")
        if name.startswith("a11y-"):
            self.ids.append(name)
            self.attributes[name], self.words[name] = {"tag": tag, **given}, ""
        if tag not in ("br", "meta", "link", "input", "img", "hr", "path", "circle", "rect"):
            self._open.append((tag, name))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        for _tag, name in self._open:
            if name in self.words:
                self.words[name] += data


def page(language: str) -> str:
    answer = Client().get(f"/{language}/deklaracja-dostepnosci/")
    assert answer.status_code == 200
    return answer.content.decode()


@every_language
def test_page_has_every_mark_once_in_order_with_words_in_it(sopot, language):
    marks = Marks(page(language))
    assert [name for name in marks.ids if name not in SOMETIMES] == ALWAYS
    assert all(marks.words[name].strip() for name in ALWAYS)


@every_language
def test_page_says_what_the_institution_filled_in(sopot, language):
    AccessibilityDeclaration.objects.update(**FILLED)
    for name in ("contact_unit", "building", "communication", "apps"):
        AccessibilityDeclaration.objects.update(**{f"{name}_{language}": FILLED[name]})
    text = page(language)
    marks = Marks(text)
    assert set(marks.ids) == set(ALWAYS) | SOMETIMES
    assert len(marks.ids) == len(set(marks.ids))
    assert marks.words["a11y-podmiot"] == "Gmina Próbna <b>"
    for name, day in [
        ("a11y-data-publikacja", "2026-03-02"), ("a11y-data-aktualizacja", "2026-11-03"),
        ("a11y-data-sporzadzenie", "2026-03-04"), ("a11y-data-przeglad", "2026-11-05"),
    ]:  # fmt: skip
        assert marks.attributes[name]["tag"] == "time"
        assert marks.attributes[name]["datetime"] == day
    assert marks.attributes["a11y-url"]["href"] == "https://portal.example/"
    assert marks.attributes["a11y-email"]["href"] == "mailto:dostepnosc@portal.example"
    assert marks.attributes["a11y-telefon"]["href"] == "tel:+48580000001"
    assert marks.words["a11y-kontakt"] == "Zespół dostępności"
    assert marks.words["a11y-architektura"].count(".") >= 3
    assert "Tłumacz" in marks.words["a11y-komunikacja"]


def test_three_states_of_conformance_are_three_sentences(sopot):
    said = set()
    for state in Conformance:
        AccessibilityDeclaration.objects.update(conformance=state)
        marks = Marks(text := page("en"))
        said.add(marks.words["a11y-status"].strip())
        assert ("not accessible" in text) is (state != Conformance.FULL)
    assert len(said) == 3


def test_contact_of_the_project_stands_in(sopot):
    GrantProject.objects.update(contact_email="kontakt@sopot.example", contact_phone="+48 58 000 00 00")
    marks = Marks(page("pl"))
    assert marks.words["a11y-email"] == "kontakt@sopot.example"
    assert marks.attributes["a11y-telefon"]["href"] == "tel:+48580000000"


def test_portal_without_a_project_still_has_the_page(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        marks = Marks(page("en"))
    assert marks.ids == ALWAYS


@every_language
def test_statement_is_linked_from_every_foot(sopot, client_of, caseworker_city, language):
    link = f'href="/{language}/deklaracja-dostepnosci/"'
    caseworker_city.language = language
    caseworker_city.save()
    staff = client_of(caseworker_city)
    speaks = {"Accept-Language": language}
    foots = [
        *(
            Client().get(path, headers=speaks)
            for path in (f"/{language}/", f"/{language}/nowhere/", f"/{language}/prywatnosc/")
        ),
        Client().get(reverse("account_login"), headers=speaks),
        staff.get(reverse("account_settings")),
        staff.get(reverse("person_list")),
    ]
    for answer in foots:
        foot = re.search(r"<footer.*?</footer>", answer.content.decode(), re.S)
        assert foot
        assert link in foot[0], answer.request["PATH_INFO"]


@every_language
def test_other_languages_are_one_link_away_and_the_address_is_announced(sopot, language):
    text = page(language)
    for other in LANGUAGE_NAMES:
        assert f'href="/{other}/deklaracja-dostepnosci/" lang="{other}"' in text
    assert (
        f'<meta name="deklaracja-dostępności" content="http://testserver/{language}/deklaracja-dostepnosci/">' in text
    )


def test_loading_a_file_without_the_table_keeps_what_is_there(sopot, tmp_path):
    AccessibilityDeclaration.objects.update(building="Winda.")
    from portal.programmes.loading import SHIPPED

    text = (SHIPPED / "sopot-5.15.toml").read_text(encoding="utf-8")
    load_programme("sopot-5.15")
    assert AccessibilityDeclaration.objects.get().building == "Winda."
    start, end = text.index("[accessibility]"), text.index("[[organisations]]")
    (tmp_path / "plain.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    load_programme(str(tmp_path / "plain.toml"))
    assert AccessibilityDeclaration.objects.get().building == "Winda."


@pytest.mark.parametrize(
    ("prepared", "reviewed", "today", "overdue"),
    [
        (None, None, DAY(2026, 1, 1), True),
        (DAY(2026, 11, 28), None, DAY(2027, 3, 31), False),
        (DAY(2026, 11, 28), None, DAY(2027, 4, 1), True),
        (DAY(2026, 11, 28), DAY(2027, 3, 1), DAY(2027, 4, 1), False),
        (DAY(2026, 1, 2), DAY(2027, 1, 2), DAY(2028, 3, 31), False),
        (DAY(2026, 1, 2), DAY(2027, 1, 2), DAY(2028, 4, 1), True),
    ],
)
def test_review_is_due_by_31_march_of_the_next_year(prepared, reviewed, today, overdue):
    assert AccessibilityDeclaration(prepared_on=prepared, reviewed_on=reviewed).is_overdue(today) is overdue


@pytest.fixture
def reminded(client_of):
    """Say what an account is told when it arrives."""
    return lambda user: [str(said) for said in get_messages(client_of(user).get("/").wsgi_request)]


@pytest.mark.parametrize(
    ("member", "told"),
    [("coordinator", True), ("technical_admin", True), ("coordinator_foundation", False), ("caseworker_city", False)],
)
def test_those_who_keep_the_statement_are_told_of_its_review(request, reminded, sopot, member, told):
    user = request.getfixturevalue(member)
    assert reminded(user) == []
    AccessibilityDeclaration.objects.update(reviewed_on=DAY(2025, 1, 7))
    words = reminded(user)
    assert bool(words) is told
    if told:
        assert 'href="/pl/deklaracja-dostepnosci/"' in words[0]
        assert "31 marca 2026" in words[0]


def test_month_before_the_day_the_review_is_announced(reminded, coordinator, settings):
    settings.PORTAL_TODAY = "2027-02-20"
    assert reminded(coordinator) == []
    settings.PORTAL_TODAY = "2027-03-02"
    assert "31 marca 2027" in reminded(coordinator)[0]


def test_gaps_are_told_where_the_portal_is_in_use(reminded, coordinator, settings):
    settings.PORTAL_TRYOUT, settings.PORTAL_TODAY = False, ""
    AccessibilityDeclaration.objects.update(prepared_on=DAY.today())
    assert len(reminded(coordinator)) == 1
    AccessibilityDeclaration.objects.update(**{**FILLED, "reviewed_on": DAY.today(), "building_pl": "Winda."})
    assert reminded(coordinator) == []
