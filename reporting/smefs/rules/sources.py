"""What a column can hold: which sources come from a dictionary, which are official words, which are needed (§1.3)."""

ANSWERS = (
    "has_no_pesel", "path_completed", "foreign_background", "third_country", "minority", "homelessness", "disability"
)  # fmt: skip
DICTIONARY = {
    "citizenship": "smefs-citizenship", "participant_kind": "smefs-participant", "education": "smefs-education",
    "status": "smefs-status", **dict.fromkeys(ANSWERS, "smefs-answer"),
}  # fmt: skip
"""Which dictionary the values of a source come from; those of „w tym” hang on the status (D5)."""
OFFICIAL = frozenset(
    {*DICTIONARY, "status_detail", "sex", "degurba", "support_scope", "support_kind", "support_detail"}
)
"""Words of dictionaries and of the layout: written byte for byte, with their odd spaces (§1.4)."""
NEEDED = (
    "sex", "age", "degurba", "start_on", "support_kind", "citizenship", "education", "status", "identifier",
    "minority", "homelessness", "disability", "third_country", "foreign_background", "has_no_pesel",
)  # fmt: skip
"""What a record needs (R24, R32, §1.3); of a refusal something stands there (R52)."""
NAMES = ("surname", "given_names")
"""As in the identity document, which may hold one of them alone (§1.3)."""
WRITTEN = frozenset(
    {
        *DICTIONARY, *OFFICIAL, *NEEDED, *NAMES, "project_number", "technical_id", "phone", "email", "country",
        "voivodeship", "county", "commune", "place", "postcode", "end_on", "education_end", "exit_situation",
        "support_on", "added_on", "modified_on", "remarks",
    }
)  # fmt: skip
"""Every source that a layout may name: what the portal writes (``queries/people.py``) or reads alone."""
