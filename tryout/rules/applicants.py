"""People who registered by themselves: a dozen, a doubtful one, and a draft. Nobody bears the names."""

import datetime
from dataclasses import dataclass

from beneficiaries.rules.latin import latin
from beneficiaries.rules.registration import CHILD, PARTNER, SELF, Application, AppliedPerson
from beneficiaries.rules.registration_steps import STEPS


@dataclass(frozen=True)
class Applicant:
    """One registration: its language, how many hours before today it was sent, what it says."""

    language: str
    hours: int
    said: Application
    doubts: tuple[str, ...] = ()
    is_draft: bool = False


def applicants() -> list[Applicant]:
    """Return them all, the oldest first."""
    return [_applicant(line) for line in _LINES.strip().splitlines()]


_LINES = """
uk|290|Леся Снобачевська 1991-04-12 UA; child Марко Снобачевський 2016-09-01 UA; child Злата Снобачевська 2019-02-17 UA|ukraine|call|work school
be|240|Алеся Казкевіч 1987-11-03 BY; partner Яўген Казкевіч 1985-06-30 BY|protection|message|papers polish
ru|198|Вера Выдумкина 1979-01-25 RU|waiting|message|papers
en|170|Ananya Swapnadev 1996-08-14 IN|visa|call|work people
uk|151|Остап Казкаренко 1958-12-02 UA|ukraine|call|health people
pl|120|Doina Basmarescu 1990-05-05 MD; child Luca Basmarescu 2014-10-10 MD|temporary|call|school housing
uk|96|Богдана Мрійченко 2001-03-19 UA|ukraine|never|polish work
en|77|سارة=Sara الخيالي=Al-Khayali 1993-07-07 SY; child آدم=Adam الخيالي=Al-Khayali 2018-12-24 SY|protection|message|papers school
ru|52|Мадина Қиялбаева=Qiyalbayeva 1984-09-09 KZ|temporary|call|work
be|47|Тацяна Летуценка 1994-02-28 BY; child Ян Летуценка 2022-06-11 BY|protection|message|polish people
uk|26|Сухарто 1999-10-30 XU|other|call|papers
uk|7|Ірина Небокраєнко 1989-06-21 UA; partner Назар Небокраєнко 1988-01-15 UA; child Соломія Небокраєнко 2015-05-04 UA; child Лев Небокраєнко 2020-08-08 UA|ukraine|call|work school polish
en|5|Buy Cheap 1970-01-01 XU|other|call|other|!fast honeypot
ru|30|Ксения Сновидцева 1982-04-04 RU|waiting|message|papers|draft
"""  # noqa: E501 – one line is one registration


def _applicant(line: str) -> Applicant:
    language, hours, people, stay, contact_way, needs, *mark = line.split("|")
    told = tuple(_person(each.split(), language) for each in people.split("; "))
    said = Application(
        people=told, contact_language=language, needs_interpreter="no" if language == "pl" else "yes", stay=stay,
        phone="" if contact_way == "never" else f"+48 500 {int(hours):03} 000", contact_way=contact_way,
        contact_safety="Чоловік не повинен знати" if contact_way == "never" else "", lives_here="yes", place="Sopot",
        postcode="81-700", has_family="yes" if told[1:] else "no", needs=tuple(needs.split()),
        done=STEPS[:-1],
    )  # fmt: skip
    doubts = tuple(mark[0][1:].split()) if mark and mark[0].startswith("!") else ()
    return Applicant(language, int(hours), said, doubts, mark == ["draft"])


def _person(words: list[str], language: str) -> AppliedPerson:
    relation = words.pop(0) if words[0] in (PARTNER, CHILD) else SELF
    *names, birth_date, citizenship = words
    (given_names, given), (surname, family) = (_spelt(" ".join(part)) for part in (names[:1], names[1:]))
    return AppliedPerson(
        relation=relation, given_names=given_names, surname=surname,
        latin_given_names=given or latin(given_names, language=language, beside=surname),
        latin_surname=family or latin(surname, language=language, beside=given_names),
        birth_date=datetime.date.fromisoformat(birth_date), citizenships=(citizenship,),
    )  # fmt: skip


def _spelt(name: str) -> tuple[str, str]:
    """Return a name and its spelling in the passport, where that is not the proposed one."""
    own, _sign, spelling = name.partition("=")
    return own, spelling
