"""What the institution has still to fill in stands in one place, and the doctor knows of it."""

import pytest
from django.urls import reverse

from beneficiaries.models import ConsentKind, Notice
from portal.front.models import PageText, PublicPage
from portal.operations.doctor.registry import Broken, Unknown
from portal.texts.actions import publish, put_draft
from portal.texts.gaps import gaps_in, look_at_gaps
from portal.texts.queries import LANGUAGES, versions_of

WORDS = dict.fromkeys(LANGUAGES, ("Kontakt", "Zadzwoń: [?telefon] albo [?adres]."))
WHOLE = dict.fromkeys(LANGUAGES, ("Kontakt", "Zadzwoń: 500 000 000."))


@pytest.fixture
def contact(sopot):
    """The one text that there is: without gaps, published."""
    for model in (Notice, ConsentKind, PublicPage):
        model.objects.exclude(code="kontakt").update(ended_on="2025-01-01")
    found = PublicPage.objects.get(code="kontakt")
    put_draft(found, WHOLE, by=None)
    publish(found, by=None, read=found.draft_of)
    return found


def test_a_text_says_which_words_it_lacks_and_in_which_languages(contact):
    put_draft(contact, {**WORDS, "be": WHOLE["be"]}, by=None)
    found = gaps_in(contact, versions_of(PageText, [contact]).get(contact.pk, []))
    assert found.words == ["telefon", "adres"]
    assert found.languages == ["pl", "uk", "ru", "en"]
    assert not found.in_force


def test_the_list_shows_them_until_they_are_filled_in(contact, client_of, coordinator):
    client = client_of(coordinator)
    path = reverse("text_list")
    assert 'id="gaps"' not in client.get(path).content.decode()
    put_draft(contact, WORDS, by=None)
    text = client.get(path).content.decode()
    assert "<bdi>telefon</bdi>" in text
    assert 'id="gaps"' in text


def test_the_doctor_warns_of_what_waits_and_is_alarmed_by_what_is_read(contact, settings):
    assert look_at_gaps()
    put_draft(contact, WORDS, by=None)
    with pytest.raises(Unknown, match="1"):
        look_at_gaps()
    publish(contact, by=None, read=contact.draft_of, with_gaps=True)
    with pytest.raises(Unknown):
        look_at_gaps()
    settings.PORTAL_TRYOUT = False
    with pytest.raises(Broken, match="1"):
        look_at_gaps()
