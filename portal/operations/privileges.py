"""Nobody but the owner of the tables may change what is only added to: a second wall beside the triggers (S33, S47)."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connections

from portal.audit.triggers import append_only_models
from portal.versions.models import Version

READER = "portal_read"
"""The role of people who look with SQL."""
_OTHERS = """SELECT DISTINCT grantee FROM information_schema.role_table_grants
WHERE table_schema = current_schema() AND table_name = %s AND grantee <> current_user
AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')"""


def narrow_privileges(using: str = "default", **kwargs: Any) -> None:
    """Take the rights to change and remove append-only rows from every role but the owner's.

    Versions of facts keep the right to change: superseding writes their end, and the trigger allows nothing else.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in append_only_models():
            rights = "DELETE, TRUNCATE" if issubclass(model, Version) else "UPDATE, DELETE, TRUNCATE"
            cursor.execute(_OTHERS, [model._meta.db_table])
            for (role,) in cursor.fetchall():
                name = role if role == "PUBLIC" else quote(role)
                cursor.execute(f"REVOKE {rights} ON {quote(model._meta.db_table)} FROM {name}")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [READER])
        if cursor.fetchone():
            for model in (Session, UserSession):  # a key of a session is as good as being signed in
                cursor.execute(f"REVOKE SELECT ON {quote(model._meta.db_table)} FROM {quote(READER)}")
