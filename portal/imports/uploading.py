"""A list that was sent through a page: kept sealed while it is looked at, imported once, removed (S55).

The file is never written anywhere but into the database, sealed with a key of its own; with the key it is gone.
"""

import datetime
import json
from base64 import b64decode, b64encode
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.models import User
from portal.crypto.models import DataKey
from portal.imports.domain import as_stored, import_list, try_list
from portal.imports.models import ImportBatch, UploadedList
from portal.imports.workbook import ListFile
from portal.programmes.models import GrantProject

KEPT_FOR = datetime.timedelta(days=1)
KEPT_WHILE_ASKED = datetime.timedelta(days=2)
LONGEST_NAME = 120


class ListGone(Exception):
    """The list is not kept any more: a newer one took its place, or a day went by."""


@transaction.atomic
def keep_list(file: ListFile, project: GrantProject, *, by: User) -> UploadedList:
    """Keep a list that ``by`` sent, with what importing it would do; an earlier one that was not used goes.

    Raises ``UnreadableWorkbook`` with one sentence; nothing is kept then.
    """
    preview = as_stored(try_list(file, project, by=by))
    earlier = UploadedList.objects.filter(uploaded_by=by, grant_project=project, asked_at=None, batch=None)
    _remove(list(earlier))
    key = DataKey.fresh()
    key.save()
    return UploadedList.objects.create(
        grant_project=project,
        uploaded_by=by,
        data_key=key,
        name=file.name[:LONGEST_NAME],
        content=b64encode(file.content).decode(),
        preview=json.dumps(preview, ensure_ascii=False),
    )


def preview_of(upload: UploadedList) -> dict[str, Any]:
    """Return what importing the list would do. Raises ``ListGone``."""
    if upload.data_key_id is None:
        raise ListGone(str(upload.pk))
    return json.loads(upload.preview)


@transaction.atomic
def import_upload(upload: UploadedList, *, by: User) -> ImportBatch:
    """Import a kept list and remove it; asked again, return what the first time made.

    Raises ``ListGone``, or ``UnreadableWorkbook`` as ``import_list`` does.
    """
    GrantProject.objects.select_for_update().get(pk=upload.grant_project_id)  # one after the other
    upload = UploadedList.objects.select_related("data_key", "batch", "grant_project").get(pk=upload.pk)
    if upload.batch is not None:
        return upload.batch
    if upload.data_key is None:
        raise ListGone(str(upload.pk))
    file = ListFile(upload.name, b64decode(upload.content))
    batch = import_list(file, upload.grant_project, by=by).batch
    _forget(upload, batch)
    return batch


@transaction.atomic
def ask_for_import(upload: UploadedList) -> bool:
    """Note that the import was asked for, so that no newer list takes its place; return whether for the first time."""
    return bool(UploadedList.objects.filter(pk=upload.pk, asked_at=None).update(asked_at=timezone.now()))


@transaction.atomic
def drop_list(upload: UploadedList) -> None:
    """Remove a list that will not be imported, and destroy its key."""
    _remove([upload])


@transaction.atomic
def remove_expired_lists(now: datetime.datetime) -> int:
    """Remove lists a day after they were sent (two when their import was asked for); return how many."""
    expired = list(expired_lists(now))
    _remove(expired)
    return len(expired)


def expired_lists(now: datetime.datetime) -> QuerySet[UploadedList]:
    """Return lists that nobody imported in time."""
    late = Q(asked_at=None, uploaded_at__lte=now - KEPT_FOR) | Q(uploaded_at__lte=now - KEPT_WHILE_ASKED)
    return UploadedList.objects.filter(late)


def _forget(upload: UploadedList, batch: ImportBatch) -> None:
    key = upload.data_key_id
    UploadedList.objects.filter(pk=upload.pk).update(batch=batch, data_key=None, name=None, content=None, preview=None)
    DataKey.objects.filter(pk=key).delete()


def _remove(uploads: list[UploadedList]) -> None:
    UploadedList.objects.filter(pk__in=[each.pk for each in uploads]).delete()
    DataKey.objects.filter(pk__in=[each.data_key_id for each in uploads if each.data_key_id]).delete()
