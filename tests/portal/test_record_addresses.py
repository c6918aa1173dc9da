"""The address of a page of a record is the one that its route gives, whatever signs the number holds."""

import pytest
from django.urls import reverse
from django.utils import translation

from portal.records import record_address


@pytest.mark.parametrize("number", ["WS-000001", "7", "2026 3", "ä?#%", "a+b&c~(1)", "ANY"])
@pytest.mark.parametrize("page", ["person_record", "person_data"])
def test_an_address_is_the_one_of_the_route(number, page):
    for language in ("pl", "uk"):
        with translation.override(language):
            assert record_address(page, number) == reverse(page, args=[number])
