"""Everything that a report shows, as plain data in five languages: the content of an edition (§3.3)."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import override

from portal.imports.enums import RowState
from portal.imports.models import ImportedRow
from portal.programmes.models import GrantProject, ServiceType, TargetGroup
from portal.quality import Level
from reporting.models import GapExplanation, ReportEdition
from reporting.queries.differences import Side, carried, differences, side_of
from reporting.queries.editions import changes_since, evidence_of
from reporting.queries.evidence import Evidence
from reporting.queries.explanations import Explanations
from reporting.queries.quality import Found
from reporting.queries.support import beside_support, deliveries_by_organisation
from reporting.queries.support_differences import support_differences
from reporting.queries.table import Table, shared_rules
from reporting.rules import Indicator, Line, Period, Rule

Content = dict[str, Any]
_OF_THE_MOMENT = {"known_on", "earlier", "early_reason", "purpose", "beside"}
FORM = 1
"""The form of the content; a later one is read beside it, never instead."""


def content_of(
    project: GrantProject,
    period: Period,
    indicators: Sequence[Indicator],
    table: Table,
    found: Sequence[Found],
    evidence: Sequence[Evidence],
    earlier: ReportEdition | None,
    explanations: Explanations | None = None,
) -> Content:
    """Return the content of an edition of this period; names and sentences in all languages of the product.

    What was written about a gap stands beside it, in the words and the language of whoever wrote it.
    """
    people = {indicator.code: indicator for indicator in indicators}
    return {
        "form": FORM,
        "project": _project(project),
        "from": period.starts_on.isoformat(),
        "to": period.ends_on.isoformat(),
        "known_on": period.known_on.isoformat() if period.known_on else None,
        "indicators": [_indicator(line, people[line.code]) for line in table.indicators],
        "groups": _groups(project, table),
        "support": _support(project, period, table, shared_rules(indicators)),
        **_beside(project, period),
        "rules": {rule.code: _rule(rule) for indicator in indicators for rule in indicator.rules},
        "quality": [_found(each, (explanations or {}).get(each.check.code, ())) for each in found],
        "held": ImportedRow.objects.filter(grant_project=project, state=RowState.HELD, sheet="people").count(),
        "earlier": _earlier(project, period, indicators, earlier, evidence) if earlier else None,
    }


def checksum_of(content: Content, evidence: Iterable[Evidence]) -> str:
    """Return the SHA-256 of content and evidence in canonical form."""
    rows = [
        [each.indicator, each.number, each.sex, each.target_group, each.counted_on.isoformat(), each.in_period]
        for each in sorted(evidence)
    ]
    text = json.dumps({"content": content, "evidence": rows}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_every_language(words: Callable[[], Any]) -> dict[str, str]:
    """Return what ``words`` says in each language of the product."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = str(words())
    return said


def _project(project: GrantProject) -> Content:
    untitled = project.title or project.code
    names = {language: getattr(project, f"title_{language}") or untitled for language, _ in settings.LANGUAGES}
    return {
        "code": project.code,
        "prefix": project.number_prefix,
        "title": names,
        "programme": project.programme,
        "measure": project.measure,
        "agreement_number": project.agreement_number,
        "marks": project.marks,
        "from": project.starts_on.isoformat(),
        "to": project.ends_on.isoformat(),
        "organisations": [
            {"code": body.code, "name": body.name, "short_name": body.short_name or body.name}
            for body in project.organisations.order_by("projects__kind", "code")
        ],
    }


def _indicator(line: Line, indicator: Indicator) -> Content:
    return {
        **_counts(line),
        "name": in_every_language(lambda: indicator.name),
        "definition": in_every_language(lambda: indicator.definition),
        "unit": indicator.unit,
        "is_result": indicator.is_result,
        "version": indicator.version,
        "rules": [rule.code for rule in indicator.rules],
        **({"own": True, "lower_bound": indicator.is_lower_bound} if indicator.is_own else {}),
    }


def _groups(project: GrantProject, table: Table) -> list[Content]:
    groups = {group.code: group for group in TargetGroup.objects.filter(grant_project=project)}
    return [{**_counts(line), "name": _names(groups[line.code])} for line in table.groups]


def _support(project: GrantProject, period: Period, table: Table, base: Sequence[Rule]) -> list[Content]:
    kinds = {kind.code: kind for kind in ServiceType.objects.filter(grant_project=project)}
    split = deliveries_by_organisation(project, period, base)
    return [
        {
            "code": line.code,
            "name": _names(kinds[line.code]),
            "persons": line.persons,
            "deliveries": line.deliveries,
            "hours": str(line.hours),
            "by_organisation": split.get(line.code, {}),
        }
        for line in table.support
    ]


def _beside(project: GrantProject, period: Period) -> Content:
    """Return hours of interpreting and childcare as they stand; nothing where nobody was booked."""
    found = beside_support(project, period)
    lines = [
        {"code": kind, "name": in_every_language(partial(getattr, kind, "label")), "times": times, "hours": str(hours)}
        for kind, times, hours in found
    ]
    return {"beside": lines} if lines else {}


def _names(named: TargetGroup | ServiceType) -> dict[str, str]:
    return {
        language: getattr(named, f"name_{language}") or getattr(named, "name_pl", "") or named.name
        for language, _ in settings.LANGUAGES
    }


def _counts(line: Line) -> Content:
    return {
        "code": line.code,
        "target": line.target,
        "period": line.period.as_json(),
        "cumulative": line.cumulative.as_json(),
        "percent": None if line.percent is None else str(line.percent),
    }


def _rule(rule: Rule) -> Content:
    return {"condition": in_every_language(lambda: rule.condition), "reference": rule.reference}


def _found(found: Found, explained: Sequence[GapExplanation]) -> Content:
    check = found.check
    written = {"explanations": [_explanation(each) for each in explained]} if found.people and explained else {}
    return {
        **written,
        "code": check.code,
        "blocking": check.level is Level.BLOCKING,
        "title": in_every_language(lambda: check.title),
        "explanation": in_every_language(lambda: check.explanation),
        "reference": check.reference,
        "people": found.people,
    }


def _explanation(row: GapExplanation) -> Content:
    by = row.made_by.name if row.made_by else ""
    return {"text": row.text, "by": by, "at": row.made_at.isoformat(), "people": row.people}


def _earlier(
    project: GrantProject,
    period: Period,
    indicators: Sequence[Indicator],
    earlier: ReportEdition,
    evidence: Sequence[Evidence],
) -> Content:
    before, now = side_of(earlier), Side(period, evidence)
    versions = {indicator.code: indicator.version for indicator in indicators}
    return {
        "edition": earlier.label,
        "to": earlier.ends_on.isoformat(),
        "cumulative": {
            line["code"]: line["cumulative"] for line in (*earlier.content["indicators"], *earlier.content["groups"])
        },
        "changes": [[each.indicator, each.number, each.came] for each in changes_since(earlier, evidence, versions)],
        "differences": [each.as_json() for each in differences(project, before, now, indicators)],
        "carried": carried(before, now, indicators),
        "support": support_differences(project, before.period, period, indicators),
    }


def is_untouched(edition: ReportEdition) -> bool:
    """Tell whether content and evidence of a frozen edition still give its checksum."""
    return checksum_of(edition.content, evidence_of(edition)) == edition.checksum


def says_the_same(edition: ReportEdition, content: Content, evidence: Iterable[Evidence]) -> bool:
    """Tell whether content and evidence are those of an edition but for when it was known and what came before."""
    ours, theirs = (
        {name: value for name, value in each.items() if name not in _OF_THE_MOMENT}
        for each in (content, edition.content)
    )
    return checksum_of(ours, evidence) == checksum_of(theirs, evidence_of(edition))
