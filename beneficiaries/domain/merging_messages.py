"""Messages to the record that goes, when two records become one: the person they are for is the one that stays.

What waits would find nobody any more, and what was sent belongs to what is held of the person (S24, S67). Those to who
stands for a child go by the link that stays, with the rights that it has (S30).
"""

from beneficiaries.domain.merging_families import twins
from beneficiaries.queries.reaching import GUARDIAN, PERSON
from portal.merging.registry import Log, Mover, Union
from portal.messages.models import OutgoingMessage


def move(union: Union) -> Log:
    """Let messages to the record that goes be for the one that stays; whether they may go is asked when they do."""
    return _turned(PERSON, union.gone.pk, union.kept.pk)


def undo(union: Union, log: Log) -> None:
    """Let the messages be for whom they were; those that have come to an end since, too."""
    _turned_back(log, PERSON, union.gone.pk, union.kept.pk)


def move_to_guardians(union: Union) -> Log:
    """Let messages by a link that is left behind go by the one that stays."""
    return [[str(left.pk), str(twin.pk), _turned(GUARDIAN, left.pk, twin.pk)] for left, twin in twins(union)]


def undo_to_guardians(_union: Union, log: Log) -> None:
    """Let the messages go by the links by which they were to go."""
    for left, twin, keys in log:
        _turned_back(keys, GUARDIAN, left, twin)


def _turned(kind: str, gone: object, kept: object) -> list[str]:
    found = OutgoingMessage.objects.filter(recipient_kind=kind, recipient_id=str(gone))
    keys = sorted(str(key) for key in found.values_list("pk", flat=True))
    found.update(recipient_id=str(kept))
    return keys


def _turned_back(keys: list[str], kind: str, gone: object, kept: object) -> None:
    moved = OutgoingMessage.objects.filter(pk__in=keys, recipient_kind=kind, recipient_id=str(kept))
    moved.update(recipient_id=str(gone))


MESSAGES = Mover("messages", 60, move=move, undo=undo)
TO_GUARDIANS = Mover("guardian-messages", 65, move=move_to_guardians, undo=undo_to_guardians)
