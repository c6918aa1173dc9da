"""Spaces of their own: people with an account, and browsers in which they are signed in."""

from django.test import Client

from beneficiaries.domain.own_space import give_own_space
from beneficiaries.enums import SentAs
from beneficiaries.models import ParticipantAccount, Participation, SentFile
from portal.uploads.accepting import CleanFile
from portal.uploads.cleaning import Kind
from portal.uploads.keeping import keep_file
from portal.uploads.scanning import Scan
from tests.clients import signed_in


def make_own_account(participation: Participation) -> ParticipantAccount:
    """Give somebody a space of their own."""
    return give_own_space(participation, by=None)


def own_browser(participation: Participation) -> Client:
    """Return a browser in which somebody, given an account if need be, has just signed in with a code."""
    return signed_in(make_own_account(participation).user, (("code", 0),))


def make_sent_file(participation: Participation, content: bytes = b"%PDF-1.7 sent") -> SentFile:
    """Let somebody have sent a photo of a document."""
    file = CleanFile("IMG_0002.pdf", Kind.PDF, content, 1, Scan.NOT_SCANNED)
    stored = keep_file(file, owner=participation.person_id, data_key=participation.person.data_key, by=None)
    return SentFile.objects.create(participation=participation, shows=SentAs.RESIDENCE, stored=stored)
