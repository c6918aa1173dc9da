"""Registration beside the bare floor: the form opened, everything sent, and whether the time tells who is known.

Goals 12 and 13. The drafts are invented and answered up to the last page; what is measured is that page’s
answer: validation of everything, decisions, the application with its people, the audit event, one transaction.
"""

import datetime
import re
import secrets
import statistics
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from benchmarks.latency import Line, Sites
from benchmarks.servers import OK, Site
from beneficiaries.domain.registration import SHORTEST, Beginning, begin
from beneficiaries.models import Person, Registration
from beneficiaries.rules.registration import Application, AppliedPerson
from beneficiaries.rules.registration_steps import STEPS
from portal.programmes.models import GrantProject

PAIRS, AT_ONCE, TIMED = 9, 10, 200
FORM, LAST = "/pl/rejestracja/jezyk/", "/pl/rejestracja/sprawdz/"
FOUND, CREATED = 302, 201
LIMIT_FORM, LIMIT_SENT, LIMIT_SLOW, LIMIT_TOLD = 1.5, 1 / 0.6, 2.0, 1.1


def lines(sites: Sites, project: GrantProject) -> Iterator[Line]:
    """Yield the form, the throughput and the slowest twentieth of sending, and known people against new ones."""
    yield sites.strangers_line("registration, a form", FORM, "/apply", LIMIT_FORM)
    portal = [Sending(sites.portal, secret) for secret in drafts(project, (PAIRS + 1) * AT_ONCE)]
    found: dict[str, list[list[float]]] = {"portal": [], "floor": []}
    for turn in range(PAIRS + 1):
        some = portal[turn * AT_ONCE : (turn + 1) * AT_ONCE]
        ways = {"portal": lambda some=some: [each.seconds() for each in some],
                "floor": lambda: [_bare(sites.floor) for _number in range(AT_ONCE)]}  # fmt: skip
        for way in ways if turn % 2 else reversed(ways):
            seconds = ways[way]()
            if turn:
                found[way].append(seconds)
    yield _compared("registration, sending (mean time; the limit is 0.6 of the throughput)", found, statistics.mean,
                    LIMIT_SENT)  # fmt: skip
    yield _compared("registration, sending, slowest of ten", found, max, LIMIT_SLOW)


def told_by_time(sites: Sites, project: GrantProject, times: int = TIMED) -> Line:
    """Return sending by people who are known beside sending by new ones, by turns in tens."""
    people = Person.objects.filter(birth_date__isnull=False).exclude(surname="").order_by("pk")[:times]
    known = [Sending(sites.portal, each) for each in drafts(project, times, people)]
    new = [Sending(sites.portal, each) for each in drafts(project, times)]
    found: dict[str, list[list[float]]] = {"portal": [], "floor": []}
    for first in range(0, times, AT_ONCE):
        ways = {"portal": known, "floor": new}
        for way in ways if first // AT_ONCE % 2 else reversed(ways):
            found[way].append([each.seconds() for each in ways[way][first : first + AT_ONCE]])
    return _compared(f"registration, {times} of known people (left) and {times} of new ones", found, statistics.median,
                     LIMIT_TOLD)  # fmt: skip


def _compared(name: str, found: dict[str, list[list[float]]], way, limit: float) -> Line:  # noqa: ANN001
    portal, floor = ([way(each) for each in found[side]] for side in ("portal", "floor"))
    ratios = [one / other for one, other in zip(portal, floor, strict=True)]
    return Line(name, statistics.median(portal), statistics.median(floor), ratios, limit)


def drafts(project: GrantProject, times: int, people: "object" = ()) -> Iterator[str]:
    """Begin registrations of new people, or of those who are known, up to the last page; yield what browsers hold."""
    known = iter(people)  # type: ignore[call-overload]
    for _number in range(times):
        who = next(known, None)
        names = (who.given_names, who.surname) if who else (f"Oksana{_word()}", f"Kovalenko{_word()}")
        born = who.birth_date if who else datetime.date(1988, 3, 27)
        begun = Beginning(secrets.token_hex(8), secrets.token_bytes(8))
        registration, secret = begin(project, "pl", _said(*names, born), begun)
        Registration.objects.filter(pk=registration.pk).update(created_at=timezone.now() - 2 * SHORTEST)
        yield secret


def _said(given_names: str, surname: str, born: datetime.date) -> Application:
    person = AppliedPerson(
        given_names=given_names, surname=surname, latin_given_names=given_names, latin_surname=surname,
        birth_date=born, citizenships=("UA",),
    )  # fmt: skip
    return Application(
        people=(person,), contact_language="uk", needs_interpreter="no", phone="+48 501 234 567", contact_way="call",
        stay="ukraine", lives_here="yes", street="Haffnera 7/3", postcode="81-717", place="Sopot", has_family="no",
        needs=("work",), done=tuple(STEPS),
    )  # fmt: skip


def _word() -> str:
    return "".join(secrets.choice("abdeiklmnoprstu") for _letter in range(6))


class Sending:
    """The last page of one registration: opened when it is made ready, sent when it is measured."""

    def __init__(self, site: Site, secret: str) -> None:
        """Open the page and answer no to every question."""
        self._site, holds = site, f"{settings.PORTAL_REGISTRATION_COOKIE}={secret}"
        connection = HTTPConnection("localhost", site.port, timeout=120)
        connection.request("GET", LAST, headers={"Cookie": holds})
        answer = connection.getresponse()
        page = answer.read().decode()
        assert answer.status == OK, f"{LAST}: {answer.status} {answer.headers.get('Location')}"  # noqa: S101
        given = re.search(rf"{settings.CSRF_COOKIE_NAME}=(\w+)", answer.headers.get("Set-Cookie") or "")
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page))
        fields |= dict.fromkeys(re.findall(r'name="(consent-[^"]+)"', page), "no")
        self._body = urlencode({name: value for name, value in fields.items() if name != "next"})
        self._cookies = f"{holds}; {settings.CSRF_COOKIE_NAME}={given[1] if given else ''}"
        connection.close()

    def seconds(self) -> float:
        """Send it and return how long the answer took."""
        return _posted(self._site, LAST, self._body, self._cookies, FOUND)


def _bare(site: Site) -> float:
    said = {"given_names": f"Oksana{_word()}", "surname": f"Kovalenko{_word()}", "birth_date": "1988-03-27", "sex": "F"}
    return _posted(site, "/apply", urlencode(said), "", CREATED)


def _posted(site: Site, path: str, body: str, cookies: str, status: int) -> float:
    connection = HTTPConnection("localhost", site.port, timeout=120)
    connection.connect()
    began = time.perf_counter()
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", path, body=body, headers=headers)
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter() - began
    connection.close()
    assert answer.status == status, f"{path}: {answer.status}"  # noqa: S101 - a measurement of a failure means nothing
    return took
