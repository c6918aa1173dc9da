"""What was typed and not sent is kept on the server, sealed, until it is sent, dropped or too old."""

import datetime
import json
from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict

from portal.accounts.models import User
from portal.crypto.models import DataKey
from portal.submissions.models import Draft, Submission

KEPT_FOR = datetime.timedelta(days=30)
NOT_KEPT = ("csrfmiddlewaretoken", "submission")
LONGEST = 50_000
"""Characters; a longer draft is not kept."""

Content = dict[str, list[str]]


class DraftTooLong(ValueError):
    """What was typed is longer than a draft may be."""


@transaction.atomic
def save_draft(account: User, form: str, subject: str, typed: QueryDict) -> Draft:
    """Keep what ``account`` typed into ``form`` about ``subject`` in place of what was kept before.

    Raises ``DraftTooLong`` beyond ``LONGEST`` characters.
    """
    content = json.dumps({name: values for name, values in typed.lists() if name not in NOT_KEPT}, ensure_ascii=False)
    if len(content) > LONGEST:
        raise DraftTooLong(str(len(content)))
    draft, _ = Draft.objects.select_related("data_key").get_or_create(
        account=account,
        form=form,
        subject=subject,
        defaults={"data_key": _fresh_key},  # type: ignore[misc]
    )
    draft.content = content
    draft.save()
    return draft


def draft_content(account: User, form: str, subject: str = "") -> tuple[Content, datetime.datetime] | None:
    """Return what is kept and since when; ``None`` when nothing is."""
    draft = _drafts(account, form, subject).first()
    return (json.loads(str(draft.content)), draft.saved_at) if draft else None


def as_query(content: Content) -> QueryDict:
    """Return kept content as a form takes it."""
    query = QueryDict(mutable=True)
    for name, values in content.items():
        query.setlist(name, values)
    return query


def draft_initial(form: BaseForm, content: Content) -> dict[str, object]:
    """Return kept content as the initial values of a form; fields of several boxes are put together again."""
    typed = as_query(content)
    return {
        name: field.widget.value_from_datadict(typed, {}, form.add_prefix(name))  # type: ignore[arg-type]
        for name, field in form.fields.items()
        if name not in NOT_KEPT
    }


@transaction.atomic
def drop_draft(account: User, form: str, subject: str = "") -> None:
    """Forget what was kept, and destroy its key."""
    _remove(list(_drafts(account, form, subject).values_list("pk", "data_key")))


@transaction.atomic
def drop_drafts_about(
    subjects: Collection[str], values: Collection[str], *, of: User | None = None, but: Collection[User] = ()
) -> None:
    """Forget what is kept about these subjects, in whatever form, or with one of these values in a field.

    ``of`` one account, without it of everybody ``but`` these.
    """
    kept = Draft.objects.exclude(account__in=but).select_related("data_key")
    kept = kept.filter(account=of) if of else kept
    about = [each for each in kept if each.subject in subjects or _holds(str(each.content), values)]
    _remove([(each.pk, each.data_key.pk) for each in about])


def old_drafts(now: datetime.datetime) -> QuerySet[Draft]:
    """Return drafts that nobody touched for 30 days."""
    return Draft.objects.filter(saved_at__lte=now - KEPT_FOR)


def old_submissions(now: datetime.datetime) -> QuerySet[Submission]:
    """Return tokens of forms that were sent 30 days ago."""
    return Submission.objects.filter(sent_at__lte=now - KEPT_FOR)


def _holds(content: str, values: Collection[str]) -> bool:
    written = {value for field in json.loads(content or "{}").values() for value in field}
    return not written.isdisjoint(values)


def _fresh_key() -> DataKey:
    key = DataKey.fresh()
    key.save()
    return key


def _drafts(account: User, form: str, subject: str) -> QuerySet[Draft]:
    return Draft.objects.filter(account=account, form=form, subject=subject).select_related("data_key")


def _remove(found: list[tuple]) -> None:
    Draft.objects.filter(pk__in=[pk for pk, _ in found]).delete()
    DataKey.objects.filter(pk__in=[key for _, key in found]).delete()
