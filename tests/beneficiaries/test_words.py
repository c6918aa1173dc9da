"""Values of a participation as a page writes them."""

import pytest
from django.utils.translation import override

from beneficiaries.tables.words import in_words


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Anna Nowak, 2026-01-13", "Anna Nowak, 13.01.2026"),
        ("Anna Nowak, 2026-04-30", "Anna Nowak, 30.04.2026"),
        ("Anna Nowak, 2026-03-31", "Anna Nowak, 31.03.2026"),
        ("list 2026-02-30", "list 2026-02-30"),
        ("ABC-12026-01-131", "ABC-12026-01-131"),
    ],
)
def test_each_day_in_a_stored_text_is_written_as_the_page_writes_days(written, read):
    with override("pl"):
        assert in_words("eligibility_source", written) == read
