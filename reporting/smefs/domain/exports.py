"""Exporting the file: explanations first, then one file for good, with the hash of what was sent (R6, §1.5)."""

import hashlib
import json
from collections.abc import Mapping

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.crypto.models import DataKey
from portal.jobs.domain import request_job
from portal.jobs.models import Job
from portal.programmes.models import GrantProject
from reporting.smefs.domain.layouts import keep_layout
from reporting.smefs.domain.releases import ask_second_persons
from reporting.smefs.enums import EXPORT, OUT_OF_REACH
from reporting.smefs.models import SentLine, SmefsExport, SmefsOrder
from reporting.smefs.queries.prepared import Prepared
from reporting.smefs.rules.writing import header_of, line_of

SHORTEST = 3


class ExportRefused(Exception):
    """A rule that failed is not explained; ``prepared`` says for whom, ``unexplained`` names the rules."""

    def __init__(self, prepared: Prepared, unexplained: list[str]) -> None:
        super().__init__(", ".join(unexplained))
        self.prepared, self.unexplained = prepared, unexplained


def refuse_unfit(prepared: Prepared, explanations: Mapping[str, str]) -> None:
    """Raise ``ExportRefused`` while a rule that failed is not explained in writing."""
    unexplained = [rule for rule in prepared.to_explain if len(explanations.get(rule, "").strip()) < SHORTEST]
    if unexplained:
        raise ExportRefused(prepared, unexplained)


@transaction.atomic
def order_export(project: GrantProject, explanations: Mapping[str, str], *, by: User | None) -> SmefsOrder:
    """Keep what the exporter wrote about the checks that failed."""
    key = DataKey.fresh()
    key.save()
    order = SmefsOrder(
        grant_project=project,
        data_key=key,
        asked_by=by,
        explanations=json.dumps(dict(explanations), ensure_ascii=False),
    )
    order.save(force_insert=True)
    detail = {"explained": " ".join(sorted(explanations))}
    record(Action.CREATE, by=by, obj=order, grant_project=project, detail=detail)
    return order


def ask_for_file(order: SmefsOrder, *, by: User) -> Job:
    """Ask for the file of an order; asked again it is the same job."""
    return request_job(EXPORT, by=by, grant_project=order.grant_project, params={"order": str(order.pk)})


def explanations_of(order: SmefsOrder) -> Mapping[str, str]:
    """Return what the exporter wrote, by rule."""
    return json.loads(str(order.explanations) or "{}")


@transaction.atomic
def keep_export(order: SmefsOrder, prepared: Prepared, *, by: User | None) -> SmefsExport:
    """Keep the file of an order: once, whoever makes it and how often.

    Raises ``ExportRefused`` when what the checks find is no longer what was explained.
    """
    made = SmefsExport.objects.filter(order=order).first()
    if made is not None:
        return made
    refuse_unfit(prepared, explanations_of(order))
    lines = {place: line_of(prepared.layout, prepared.cells[place]) for place in prepared.going}
    content = header_of(prepared.layout) + b"".join(lines.values())
    left_out = {rule: len(places) for rule, places in prepared.held_back.items()}
    if prepared.out_of_reach:
        left_out[OUT_OF_REACH] = prepared.out_of_reach
    export = SmefsExport.objects.create(
        order=order, grant_project=order.grant_project, layout=keep_layout(prepared.layout), words=prepared.words,
        left_out=left_out, people=len(lines), size=len(content), sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    rows = [_sent(export, prepared, place, line) for place, line in lines.items()]
    SentLine.objects.bulk_create(rows, batch_size=500)
    subjects = [prepared.everybody[place].person for place in lines]
    detail = {"sha256": export.sha256, "people": export.people, "layout": prepared.layout.label}
    record(Action.EXPORT, by=by, obj=export, subjects=subjects, grant_project=order.grant_project, detail=detail)
    if by is not None:
        ask_second_persons(export)
    return export


def _sent(export: SmefsExport, prepared: Prepared, place: int, line: bytes) -> SentLine:
    who = prepared.everybody[place]
    return SentLine(
        export=export, position=place, number=who.number, data_key=who.data_key, content=line.decode(),
        sha256=hashlib.sha256(line).hexdigest(),
    )  # fmt: skip
