"""Sessions in the database with sealed content: a copy of the table tells nothing of who was doing what (S16, S58).

While an authenticator app is set up its key stands in the session, and what was typed before a sensitive act.
"""

import json
from base64 import b64decode, b64encode
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone

from portal.crypto.sealing import SealBroken, master_key_of, seal, unseal
from portal.statements import NEVER, WORD, prepared


class SessionStore(DatabaseStore):
    """As Django's, with the content sealed by the master key in use, for the key of this session alone (S58)."""

    def _get_session_from_db(self) -> Any:
        """Return the row of a session that has not expired; the statement is built once (``portal.statements``)."""
        wanted = {WORD: self.session_key, NEVER: timezone.now()}
        found = prepared(SessionStore, self._standing).read(wanted) if self.session_key else []
        if not found:
            self._session_key = None
        return next(iter(found), None)

    def _standing(self) -> QuerySet:
        return self.model.objects.filter(session_key=WORD, expire_date__gt=NEVER)  # type: ignore[no-any-return]

    @property
    def _place(self) -> str:
        return f"django_session|session_data|{self.session_key}"

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the content as it stands in the table."""
        ring = settings.PORTAL_KEY_RING
        content = json.dumps(session_dict, separators=(",", ":")).encode()
        return b64encode(seal(ring.field[ring.current], ring.current, content, self._place)).decode()

    def decode(self, session_data: str) -> dict[str, Any]:
        """Open a content; one that was changed, or whose key is gone, is empty: its account signs in anew."""
        try:
            sealed = b64decode(session_data, validate=True)
            return json.loads(unseal(master_key_of(sealed), sealed, self._place))
        except (SealBroken, ValueError):
            return {}
