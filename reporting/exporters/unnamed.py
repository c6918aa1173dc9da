"""Whom the files of an edition do not name: protected people, and who is out of the reader's reach (S26, S27)."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import ngettext

from portal.ui.formatting import number
from reporting.models import ReportEdition
from reporting.queries.behind import protected_numbers, reached_by_number

if TYPE_CHECKING:
    from portal.accounts.models import User

_OF_PEOPLE = ("differences", "support")
"""The parts of the differences that speak of one person each."""


def numbers_said(edition: ReportEdition) -> frozenset[str]:
    """Return the numbers of participants in an edition's differences: all that its files can name."""
    earlier = edition.content["earlier"] or {}
    said = {each["number"] for part in _OF_PEOPLE for each in earlier.get(part, ())}
    return frozenset(said | {of_whom for _code, of_whom, _way in earlier.get("changes", ())})


def unnamed_in_files(edition: ReportEdition, more: Collection[str] = ()) -> frozenset[str]:
    """Return the numbers that a file made now does not name: of protected people, and ``more``.

    Nobody is looked up for an edition that names nobody.
    """
    protected = protected_numbers(edition.grant_project) if numbers_said(edition) else frozenset()
    return protected | frozenset(more)


def kept_from(reader: "User", edition: ReportEdition) -> frozenset[str]:
    """Return the numbers in an edition of which the reader may not know: none when it names nobody (four queries)."""
    said = numbers_said(edition)
    return said - reached_by_number(reader, edition.grant_project, said).keys() if said else said


def without(edition: ReportEdition, but: Collection[str]) -> tuple[dict[str, Any], str]:
    """Return the differences without these numbers, and how many people that leaves out, in words."""
    earlier = edition.content["earlier"] or {}
    gone = numbers_said(edition) & set(but)
    if not gone:
        return earlier, ""
    kept: dict[str, Any] = {
        part: [each for each in earlier.get(part, ()) if each["number"] not in gone] for part in _OF_PEOPLE
    }
    kept["changes"] = [each for each in earlier.get("changes", ()) if each[1] not in gone]
    return {**earlier, **kept}, left_out_in_words(len(gone), are_protected=gone <= unnamed_in_files(edition))


def left_out_in_words(people: int, *, are_protected: bool = False) -> str:
    """Say how many people are not named; ``are_protected``: each of them for that reason."""
    words = ngettext("%(count)s protected person", "%(count)s protected people", people)
    if not are_protected:
        words = ngettext(
            "%(count)s person is protected or out of your reach and not listed.",
            "%(count)s people are protected or out of your reach and not listed.", people,
        )  # fmt: skip
    return words % {"count": number(people)}
