"""Which required data are absent (R24, R25, R32)."""

import datetime

import pytest

from beneficiaries.rules.completeness import missing_data

COMPLETE = {
    "sex": "K", "birth_date": datetime.date(1990, 1, 1), "citizenship": "third-country", "education": "isced-3-4",
    "labour_status": "employed", "labour_detail": "", "place": "Sopot", "postcode": "81-862", "education_end": None,
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in COMPLETE if name not in ("labour_detail", "education_end")])
def test_each_required_datum_is_named_when_absent(name):
    assert missing_data(**COMPLETE) == []
    assert missing_data(**{**COMPLETE, name: None if name == "birth_date" else ""}) == [name]


@pytest.mark.parametrize(
    ("status", "detail", "end", "missing"),
    [
        ("inactive", "in-education", None, ["education_end"]),
        ("inactive", "in-education", datetime.date(2027, 6, 25), []),
        ("inactive", "", None, []),
        ("unemployed", "in-education", None, []),
        ("", "in-education", None, ["labour_status"]),
    ],
)
def test_the_planned_end_of_education_is_asked_of_pupils_alone(status, detail, end, missing):
    assert (
        missing_data(**{**COMPLETE, "labour_status": status, "labour_detail": detail, "education_end": end}) == missing
    )


def test_everything_absent_is_named_in_one_order():
    blank = {name: None if name.endswith(("date", "end")) else "" for name in COMPLETE}
    assert missing_data(**blank) == [
        "sex",
        "birth_date",
        "citizenship",
        "education",
        "labour_status",
        "place",
        "postcode",
    ]
