"""``manage.py permissions [--write|--check]``: the page of rights, and its sentences for the translators."""

from typing import Any

from portal.commandline import DocumentCommand
from portal.policy.documentation import PAGE, WORDS, permissions_page, words_module


class Command(DocumentCommand):
    """The page of rights, made from the permission matrix, and the module that holds its sentences."""

    help = "Print the page of rights made from the permission matrix; write it, or check that it is up to date."
    example = "manage.py permissions --write"
    path = PAGE
    words = WORDS

    def page(self) -> str:
        """Return the page as the matrix says it."""
        return permissions_page()

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the same with the sentences."""
        if options["write"]:
            self.words.write_text(words_module(), encoding="utf-8")
        elif options["check"] and self.words.read_text(encoding="utf-8") != words_module():
            self.stderr.write(f"{self.words.name} is out of date; write it anew with --write")
            self.answer_no()
        super().handle(*args, **options)
