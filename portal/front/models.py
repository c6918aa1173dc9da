"""Pages for everybody that people write themselves, in five languages."""

from django.db import models

from portal.texts.models import EditedText, PublishedText


class PublicPage(EditedText):
    """A page at ``/{language}/{code}/``; ``pomoc/career-advice-adults`` is the one about that kind of support.

    ``about`` is the code of the kind of support that it tells of; blank for the others.
    """

    about = models.CharField(max_length=50, blank=True)


class PageText(PublishedText):
    """What a page says in one language since it was published."""

    of = "page"
    page = models.ForeignKey(PublicPage, models.PROTECT, related_name="texts")

    class Meta(PublishedText.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "number", "language"], name="page_text_once")]
