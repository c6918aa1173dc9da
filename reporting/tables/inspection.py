"""The checklist of a record as an auditor reads it: for each condition what was seen, when and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.enums import CheckOutcome, Criterion, Sex, TextChannel
from beneficiaries.enums import Eligibility as Shown
from beneficiaries.enums import Evidence as Paper
from beneficiaries.tables.words import in_words
from cases.enums import Outcome, Stage
from portal.programmes.models import GrantProject
from portal.ui.formatting import number, short_date
from portal.ui.languages import LANGUAGE_NAMES
from reporting.enums import Stratum
from reporting.models import EvidenceRow, InspectionSample, ReportEdition
from reporting.queries.inspection import Inspected, evidence_rows
from reporting.queries.inspection_evidence import Evidence, evidence_of_people

ELIGIBILITY, NOTICE, DIAGNOSIS, SUPPORT, END, FINDING, SECOND = (
    "eligibility", "notice", "diagnosis", "support", "end", "finding", "second-person",
)  # fmt: skip
CHECKS = {
    ELIGIBILITY: gettext_lazy("Eligibility"),
    NOTICE: gettext_lazy("Information about data handed over"),
    DIAGNOSIS: gettext_lazy("Needs diagnosis"),
    SUPPORT: gettext_lazy("First support"),
    END: gettext_lazy("End of participation"),
    FINDING: gettext_lazy("Finding at exit"),
    SECOND: gettext_lazy("Second person"),
}


@dataclass(frozen=True)
class Entry:
    """One piece of evidence: what was seen, in words; ``is_later``: recorded after the report was frozen."""

    words: str
    is_later: bool = False


@dataclass(frozen=True)
class CheckLine:
    """One condition with its evidence; without entries ``absent`` says what there is not."""

    code: str
    title: str
    entries: Sequence[Entry]
    absent: str = ""


@dataclass(frozen=True)
class Facts:
    """What the edition has frozen of a number behind one figure."""

    sex: str
    group: str
    row: EvidenceRow


def frozen_facts(edition: ReportEdition, row: EvidenceRow, language: str) -> Facts:
    """Return the frozen facts of a number in words."""
    groups = {group["code"]: group["name"][language] for group in edition.content["groups"]}
    sex = str(Sex(row.sex).label) if row.sex in Sex.values else ""
    return Facts(sex, groups.get(row.target_group, row.target_group), row)


def part_in_words(edition: ReportEdition, stratum: str, part: str, language: str) -> str:
    """Return the part of a sample that a record was drawn from, in words."""
    if stratum == Stratum.SEX:
        return str(Sex(part).label) if part in Sex.values else part
    if stratum == Stratum.GROUP:
        groups = {group["code"]: group["name"][language] for group in edition.content["groups"]}
        return groups.get(part, part)
    bodies = {body["code"]: body["short_name"] for body in edition.content["project"]["organisations"]}
    return ", ".join(bodies.get(code, code) for code in part.split(" + "))


def indicator_names(edition: ReportEdition, language: str) -> dict[str, str]:
    """Return the names of the indicators of an edition that people can be counted for, by code."""
    lines = edition.content["indicators"]
    return {line["code"]: line["name"][language] for line in lines if line.get("rules")}


def is_own(edition: ReportEdition, code: str) -> bool:
    """Tell whether an indicator of an edition is one of the project's own."""
    return any(line["code"] == code and line.get("own", False) for line in edition.content["indicators"])


def checklist(project: GrantProject, evidence: Evidence) -> list[CheckLine]:
    """Return the conditions of a record with their evidence."""
    lines = [
        CheckLine(ELIGIBILITY, str(CHECKS[ELIGIBILITY]), _eligibility(evidence), _("Nothing was seen yet.")),
        CheckLine(NOTICE, str(CHECKS[NOTICE]), _notices(evidence), _("Nothing was handed over yet.")),
        CheckLine(DIAGNOSIS, str(CHECKS[DIAGNOSIS]), _diagnoses(evidence), _("There is no diagnosis.")),
        CheckLine(SUPPORT, str(CHECKS[SUPPORT]), _support(evidence), _("There is no support.")),
        CheckLine(END, str(CHECKS[END]), _end(evidence), _("Participation has not ended.")),
        CheckLine(FINDING, str(CHECKS[FINDING]), _findings(evidence), _("There is no finding.")),
    ]
    if project.result_second_person or evidence.confirmations:
        absent = _("No second person has confirmed the finding.")
    else:
        absent = _("This project asks for no second person.")
    return [*lines, CheckLine(SECOND, str(CHECKS[SECOND]), _confirmations(evidence), absent)]


def _eligibility(evidence: Evidence) -> list[Entry]:
    entries = [Entry(_check_in_words(each), each.is_later) for each in evidence.checks]
    version = evidence.version
    if version and version.eligibility:
        words = str(Shown(version.eligibility).label)
        source = in_words("eligibility_source", version.eligibility_source)
        entries.append(Entry(f"{words}: {source}" if source else words))
    return entries


def _notices(evidence: Evidence) -> list[Entry]:
    """Say which texts were handed over, when and how; without any, which day the record names for it (R83, R87)."""
    together: dict[tuple[Any, ...], list[str]] = {}
    for each in evidence.notices:
        act = (each.on, each.text.number, each.text.language, each.channel, bool(each.guardian_id), each.is_later)
        together.setdefault(act, []).append(str(each.text.notice))
    entries = [_handed_over(act, names) for act, names in together.items()]
    version = evidence.version
    if not entries and version and version.notice_on:
        entries.append(Entry(_("day noted on the record: %(day)s") % {"day": short_date(version.notice_on)}))
    return entries


def _handed_over(act: tuple[Any, ...], names: Sequence[str]) -> Entry:
    day, version, language, channel, has_guardian, is_later = act
    text = _("version %(number)s, %(language)s") % {"number": number(version), "language": LANGUAGE_NAMES[language]}
    said = [short_date(day), ", ".join(names), text, str(TextChannel(channel).label)]
    return Entry(" · ".join([*said, *([_("through a parent or guardian")] if has_guardian else [])]), is_later)


def _check_in_words(check: Any) -> str:
    said = [f"{Criterion(check.criterion).label}: {CheckOutcome(check.outcome).label}"]
    if check.evidence in Paper.values:
        said.append(str(Paper(check.evidence).label))
    if check.is_unlimited:
        said.append(_("without a last day"))
    elif check.valid_until:
        said.append(_("valid until %(day)s") % {"day": short_date(check.valid_until)})
    said.append(_seen(check.seen_on, check.seen_by, check.organisation))
    return " · ".join(said)


def _seen(day: Any, account: Any, organisation: Any = None) -> str:
    who = ", ".join(str(each) for each in (account.name if account else "", organisation or "") if each)
    if not who:
        return _("seen on %(day)s") % {"day": short_date(day)}
    return _("seen on %(day)s by %(who)s") % {"day": short_date(day), "who": who}


def _diagnoses(evidence: Evidence) -> list[Entry]:
    entries = []
    for each in evidence.diagnoses:
        areas = ngettext("%(count)s area assessed", "%(count)s areas assessed", len(each.scores))
        said = [str(Stage(each.stage).label), short_date(each.taken_on), areas % {"count": number(len(each.scores))}]
        entries.append(Entry(" · ".join([*said, _by(each.assessor)]), each.is_later))
    return entries


def _by(name: str) -> str:
    return _("assessed by %(who)s") % {"who": name} if name else _("nobody named who assessed")


def _support(evidence: Evidence) -> list[Entry]:
    entries = []
    for each in evidence.support:
        who = each.delivered_by.name if each.delivered_by else each.provider
        said = [short_date(each.delivered_on), each.service_type.name, who, str(each.organisation or "")]
        entries.append(Entry(" · ".join(words for words in said if words), each.is_later))
    return entries


def _end(evidence: Evidence) -> list[Entry]:
    version = evidence.version
    if version is None or version.end_on is None:
        return []
    whole = {True: _("path completed"), False: _("path not completed")}.get(version.path_completed, "")  # type: ignore[call-overload]
    return [Entry(" · ".join(words for words in (short_date(version.end_on), whole) if words))]


def _findings(evidence: Evidence) -> list[Entry]:
    entries = []
    for each in evidence.findings:
        said = [str(Outcome(each.outcome).label), short_date(each.found_on) if each.found_on else _("without a date")]
        said.append(
            ngettext("%(count)s category", "%(count)s categories", each.category_count)
            % {"count": number(each.category_count)}
        )
        if each.assessor:
            said.append(_by(each.assessor))
        said.append(_("complete") if each.is_complete else _("not complete: it does not count"))
        if each.guardian_on:
            said.append(_("a parent or guardian was heard on %(day)s") % {"day": short_date(each.guardian_on)})
        entries.append(Entry(" · ".join(said), each.is_later))
    return entries


def _confirmations(evidence: Evidence) -> list[Entry]:
    return [
        Entry(_confirmed(each.confirmed_on, each.recorded_by), each.is_later) for each in evidence.confirmations
    ]  # fmt: skip


def _confirmed(day: Any, account: Any) -> str:
    return _("confirmed on %(day)s by %(who)s") % {"day": short_date(day), "who": account.name if account else "–"}


def drawn_records(sample: InspectionSample, lines: Sequence[Inspected], language: str) -> list[tuple[Any, ...]]:
    """Return the records of a sample with part, frozen facts and checklist; of who is out of reach the record alone."""
    edition = sample.edition
    people = [line.participation for line in lines if line.participation]
    evidence = evidence_of_people(edition, people)
    rows = evidence_rows(edition, [each.number for each in people], sample.indicator)
    drawn: list[tuple[Any, ...]] = []
    for line in lines:
        person = line.participation
        if person is None or person.number not in rows:
            drawn.append((line, "", None, []))
            continue
        part = part_in_words(edition, sample.stratum, line.record.part, language)
        facts = frozen_facts(edition, rows[person.number][0], language)
        drawn.append((line, part, facts, checklist(edition.grant_project, evidence[person.pk])))
    return drawn
