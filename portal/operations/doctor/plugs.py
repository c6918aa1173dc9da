"""The looks that come with the portal."""

from portal.operations.doctor import parts, work
from portal.operations.doctor.registry import DATABASE, Check, Depth, register_check


def register() -> None:
    """Fill the registry."""
    for check in (
        Check(DATABASE, parts.database),
        Check("migrations", parts.migrations, Depth.HOUR, needs_database=True),
        Check("clock", parts.clock, needs_database=True),
        Check("cache", parts.shared_cache),
        Check("queue", parts.queue),
        Check("worker", work.worker, needs_database=True),
        Check("beat", work.beat, needs_database=True),
        Check("waiting-jobs", work.waiting, needs_database=True),
        Check("key-ring", work.key_ring),
        Check("sealed-values", work.sealed, needs_database=True),
        Check("disk", work.disk),
        Check("backup", work.backup, Depth.HOUR),
        Check("mail", parts.mail, Depth.HOUR),
        Check("certificate", parts.certificate, Depth.HOUR),
        Check("audit-trail", work.audit, Depth.NIGHT, needs_database=True),
    ):
        register_check(check)
