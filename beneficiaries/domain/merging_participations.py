"""Taking part, when two records become one: once in each project, whole where only one took part (R34, R35)."""

from typing import Any

from beneficiaries.domain.characteristics import DECLARED
from beneficiaries.domain.participations import values_at_start, with_what_follows
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.rules.merging import AT_START, END, EVIDENCE, united_participation
from portal.merging.registry import DIVIDED, MERGED, Log, Mover, UndoRefused, Union
from portal.versions.actions import correct_fact, retract_fact, revive_fact, values_of

PERSON = "beneficiaries.Participation.person"
VERSIONS = "beneficiaries.ParticipationVersion.participation"
OF_BOTH = ("birth_date", "sex")
"""What a participation holds of the person as such; a choice about the person is one about this as well."""
COMBINED = (*(field for fields in AT_START.values() for field in fields), *END, *EVIDENCE, "written_start", "notice_on")
OF_THE_START = ("age_at_start", "target_group")
"""What is as at the day of the start alone (R47, R2)."""
FOLLOWS = frozenset(
    {"start_on", "age_at_start", "missing", "third_country", "foreign_background", "in_target_population"}
)
"""What follows from the rest and is worked out anew."""


def chosen_in(union: Union, project: Any) -> frozenset[str]:
    """Return the groups of fields of one project's participation that were chosen of the record that goes."""
    prefix = f"{project.pk}-"
    return frozenset(each.removeprefix(prefix) for each in union.choices if each.startswith(prefix))


def move(union: Union) -> Log:
    """Let participations go over whole, fold those of one project, and let the person's own data be the same in all."""
    whole = [str(each.pk) for each in union.whole]
    Participation.objects.filter(pk__in=whole).update(person=union.kept, sort_key=union.kept.sort_key)
    folded, gone = [], []
    for fold in union.folds:
        ours, theirs = _in_force(fold.kept), _in_force(fold.gone)
        if ours is not None and theirs is not None:
            folded.append([str(fold.kept.pk), str(ours.pk)])
            _fold(union, fold, ours, theirs)
        if theirs is not None:
            retract_fact(theirs)
            gone.append(str(theirs.pk))
    return {"whole": whole, "folded": folded, "gone": gone, "same": _made_the_same(union), "left": {}}


def remember(union: Union, log: Log) -> Log:
    """Note which versions the merge left in force, so that an undo tells what was changed since."""
    touched = [key for key, _before in (*log["folded"], *log["same"])]
    left = ParticipationVersion.objects.current().filter(participation__in=touched)
    return {**log, "left": {str(each.participation_id): str(each.pk) for each in left}}


def undo(union: Union, log: Log) -> None:
    """Take up again what was ended, and put back what was folded; what was corrected since stays corrected."""
    put_back: set[str] = set()
    for key, before in (*log["folded"], *log["same"]):
        if key not in put_back:
            _put_back(union, before, log["left"][key])
            put_back.add(key)
    for key in log["gone"]:
        last = ParticipationVersion.objects.get(pk=key)
        revive_fact(last, {}, by=union.by, why=DIVIDED)
    Participation.objects.filter(pk__in=log["whole"], person=union.kept).update(
        person=union.gone, sort_key=union.gone.sort_key
    )


def _fold(union: Union, fold: Any, ours: ParticipationVersion, theirs: ParticipationVersion) -> None:
    known, other = ({name: getattr(each, name) for name in (*COMBINED, "start_on")} for each in (ours, theirs))
    values = united_participation(known, other, chosen_in(union, fold.kept.grant_project))
    if not values["target_group_written"]:
        values.pop("target_group")
    _correct(ours, values, union)


def _made_the_same(union: Union) -> list[list[str]]:
    """Let birth date and sex of every participation be those of the person, where a record said something else."""
    found = []
    for version in _with_groups(ParticipationVersion.objects.current().filter(participation__person=union.kept)):
        wanted = {name: getattr(union.kept, name) for name in OF_BOTH if _is_other(union, version, name)}
        if wanted:
            found.append([str(version.participation_id), str(version.pk)])
            _correct(version, wanted, union)
    return found


def _is_other(union: Union, version: ParticipationVersion, name: str) -> bool:
    said, holds = getattr(union.kept, name), getattr(version, name)
    return bool(said) and holds != said and (not holds or name in union.choices or holds == getattr(union.gone, name))


def _correct(version: ParticipationVersion, values: dict[str, Any], union: Union) -> None:
    groups = list(version.grant_project.target_groups.all())
    declared = {name for name in values if name in DECLARED}
    follows = with_what_follows(version, values, groups) if declared or "target_group" in values else values
    changes = {name: value for name, value in follows.items() if getattr(version, name) != value}
    if changes:
        correct_fact(version, changes, by=union.by, why=MERGED)


def _put_back(union: Union, before_key: str, left_key: str) -> None:
    before, left = (ParticipationVersion.objects.get(pk=key) for key in (before_key, left_key))
    now = _with_groups(ParticipationVersion.objects.current().filter(fact_id=left.fact_id)).first()
    if now is None:
        raise UndoRefused("participation")
    was, merged, current = values_of(before), values_of(left), values_of(now)
    if was == current:
        return
    if now.pk != left.pk:
        _refuse_both(was, merged, current)
        was = {name: value if current[name] == merged[name] else current[name] for name, value in was.items()}
    changes = {name: value for name, value in was.items() if value != current[name]}
    put_back = correct_fact(now, changes, by=union.by, why=DIVIDED)
    if now.pk != left.pk:
        _follow_the_start(put_back, union)


def _follow_the_start(version: ParticipationVersion, union: Union) -> None:
    """Work out anew what follows from a start that was changed since the merge: what was before had another start."""
    follows = values_at_start(version, version.start_on, list(version.grant_project.target_groups.all()))
    changes = {name: follows[name] for name in OF_THE_START if getattr(version, name) != follows[name]}
    if changes:
        correct_fact(version, changes, by=union.by, why=DIVIDED)


def _refuse_both(was: dict[str, Any], merged: dict[str, Any], current: dict[str, Any]) -> None:
    for name, value in was.items():
        if value != merged[name] != current[name] and name not in FOLLOWS and current[name] != value:
            raise UndoRefused(name.removesuffix("_id"))


def _in_force(participation: Participation) -> ParticipationVersion | None:
    return _with_groups(ParticipationVersion.objects.current().filter(participation=participation)).first()


def _with_groups(versions: Any) -> Any:
    return versions.select_related("grant_project", "target_group", "participation").order_by("participation", "pk")


TAKING_PART = Mover("participations", 60, frozenset({PERSON, VERSIONS}), move, undo, remember=remember)
