"""What each night removed: counts, no names."""

from django.db import models

from portal.crypto.ids import new_id


class RetentionRun(models.Model):
    """One run of the engine. ``counts`` maps the code of a keeping to how many things it removed.

    ``failed`` names the keepings that broke off (codes divided by spaces); the next run tries them again.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    failed = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-began_at"], name="retention_runs")]

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"


class EndOfKeeping(models.Model):
    """The case, or the whole record, of a person in a project was removed because its time was over.

    ``subject`` is the participation and ``person`` the person, by id: nothing else says any more who that was. The
    triggers of append-only tables let rows go whose end stands here, and no others; the row itself stays for ever, so
    that whoever holds SQL cannot make room without leaving it.
    """

    id: models.UUIDField = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField(db_index=True)
    person = models.UUIDField(db_index=True)
    rule = models.CharField(max_length=20)
    at = models.DateTimeField()

    append_only = True

    def __str__(self) -> str:
        return f"{self.subject} {self.rule}"
