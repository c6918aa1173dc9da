"""Changing the master key while the portal runs (S60)."""

import uuid

from django.conf import settings

from portal.crypto.models import DataKey


def rewrap_data_keys() -> int:
    """Wrap with the master key in use every data key that an older one still wraps; return how many.

    Each key is one small write of its own that takes effect only if nobody changed the key meanwhile, so
    the work can be broken off anywhere and done again. Sealed values are not touched. Raises ``SealBroken``
    when a key does not open: then no master key may be retired.
    """
    return sum(_rewrap(pk) for pk in list(DataKey.objects.order_by("pk").values_list("pk", flat=True)))


def _rewrap(pk: uuid.UUID) -> int:
    row = DataKey.objects.filter(pk=pk).first()
    if row is None or row.master_key_id == settings.PORTAL_KEY_RING.current:
        return 0
    before = bytes(row.wrapped)
    row.rewrap()
    return DataKey.objects.filter(pk=pk, wrapped=before).update(wrapped=row.wrapped)
