"""Keep a clean file, open it, remove it. Callers do so in the transaction of the row that speaks of it (L28)."""

import uuid
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum

from portal.accounts.models import User
from portal.crypto.fields import DATA_KEY_ID
from portal.crypto.models import DataKey
from portal.crypto.sealing import seal, unseal
from portal.uploads.accepting import CleanFile
from portal.uploads.limits import MAX_OWNER_BYTES
from portal.uploads.models import StoredContent, StoredFile
from portal.uploads.reasons import Unfit, Why


@transaction.atomic
def keep_file(file: CleanFile, *, owner: uuid.UUID, data_key: DataKey, by: User | None) -> StoredFile:
    """Keep a clean file about ``owner``, sealed with their data key.

    Raises ``Unfit`` when the quota of the person or of the whole portal is used up; nothing is kept then.
    """
    _refuse_beyond_quota(owner, len(file.content))
    stored = StoredFile(
        data_key=data_key, owner=owner, name=file.name, kind=file.kind, pages=file.pages, size=len(file.content),
        scan=file.scan, stored_by=by,
    )  # fmt: skip
    stored.save(force_insert=True)
    sealed = seal(data_key.key, DATA_KEY_ID, file.content, StoredContent.place_of(stored))
    StoredContent.objects.create(file=stored, sealed=sealed)
    return stored


def content_of(stored: StoredFile) -> bytes:
    """Return the bytes of a file (one query). Raises ``SealBroken`` when they were changed or moved."""
    sealed = StoredContent.objects.values_list("sealed", flat=True).get(pk=stored.pk)
    return unseal(stored.data_key.key, bytes(sealed), StoredContent.place_of(stored))


@transaction.atomic
def remove_files(keys: Collection[uuid.UUID]) -> None:
    """Remove files with their bytes; nothing of them is left but in backups."""
    StoredContent.objects.filter(pk__in=keys).delete()
    StoredFile.objects.filter(pk__in=keys).delete()


def _refuse_beyond_quota(owner: uuid.UUID, more: int) -> None:
    sums = StoredFile.objects.aggregate(of_owner=Sum("size", filter=Q(owner=owner)), of_all=Sum("size"))
    if (sums["of_owner"] or 0) + more > MAX_OWNER_BYTES:
        raise Unfit(Why.OWNER_FULL)
    if (sums["of_all"] or 0) + more > settings.PORTAL_UPLOADS_BYTES:
        raise Unfit(Why.ALL_FULL)
