"""Messages to the record that goes, when two records become one: the person they are for is the one that stays.

What waits would find nobody any more, and what was sent belongs to what is held of the person (S24, S67).
"""

from beneficiaries.queries.reaching import PERSON
from portal.merging.registry import Log, Mover, Union
from portal.messages.models import OutgoingMessage


def move(union: Union) -> Log:
    """Let messages to the record that goes be for the one that stays; whether they may go is asked when they do."""
    found = OutgoingMessage.objects.filter(recipient_kind=PERSON, recipient_id=str(union.gone.pk))
    keys = sorted(str(key) for key in found.values_list("pk", flat=True))
    found.update(recipient_id=str(union.kept.pk))
    return keys


def undo(union: Union, log: Log) -> None:
    """Let the messages be for whom they were; those that have come to an end since, too."""
    moved = OutgoingMessage.objects.filter(pk__in=log, recipient_kind=PERSON, recipient_id=str(union.kept.pk))
    moved.update(recipient_id=str(union.gone.pk))


MESSAGES = Mover("messages", 60, move=move, undo=undo)
