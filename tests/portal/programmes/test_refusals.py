"""What a configuration file says wrongly is refused with one line that names the place, and nothing is written."""

import pytest

from portal.accounts.models import Organisation
from portal.programmes.loading import SHIPPED, ConfigurationError, load_programme
from portal.programmes.models import GrantProject
from tests.commands import run

TEXT = (SHIPPED / "sopot-5.15.toml").read_text(encoding="utf-8")
CHILDREN = "rule = { under_age = 18 }"
SENIORS = 'labour_details = ["pensioner"]'
COURSE = 'code = "polish-course"\n'
LEADER = 'kind = "leader"'

UNKNOWN = [
    ('status = "running"', 'status = "running"\nmotto = "x"', "motto: unknown"),
    (CHILDREN, "rule = { underage = 16 }", "groups[1].rule.underage: unknown"),
    ("[targets.EECO01]", "[targets.EECO_01]", "targets: 'EECO_01' – wanted is one of: EECO01, EECO02"),
    ("[[days_off]]", '[[supports]]\ncode = "x"\n[[days_off]]', "supports: unknown"),
    ("total = 207", "totl = 10", "targets.EECO01.totl: unknown"),
    ('[title]\npl = "', '[title]\nde = "', "title.de: unknown"),
    ("european = true", "europian = true", "funding[1].europian: unknown"),
    ('address = "ul.', 'adress = "ul.', "contact.adress: unknown"),
    ("prepared_on", "prepared", "accessibility.prepared: unknown"),
    (LEADER, f'{LEADER}\nrole = "x"', "organisations[1].role: unknown"),
    ("first = 2025-12-22", "from = 2025-12-22", "days_off[1].from: unknown"),
    ("excused = false", "excuse = false", "absences[6].excuse: unknown"),
    ("decides = false", "decide = false", "eligibility_checks[3].decide: unknown"),
]
VALUES = [
    (CHILDREN, 'rule = { under_age = "16" }', "groups[1].rule.under_age: '16' – wanted is a whole number"),
    (CHILDREN, "rule = { under_age = -1 }", "groups[1].rule.under_age: -1"),
    ("marks = [ ", "marks = [ 4, ", "marks[1]: 4 – wanted is a text in quotes"),
    (CHILDREN, "rule = { by_hand = true, under_age = 18 }", "groups[1].rule.by_hand: a group that is chosen by hand"),
    (CHILDREN, 'rule = { by_hand = "tak" }', "groups[1].rule.by_hand: 'tak' – wanted is true or false"),
    (CHILDREN, 'rule = "children"', "groups[1].rule: 'children' – wanted is a table"),
    (SENIORS, 'labour_details = "pensioner"', "groups[2].rule.labour_details: 'pensioner' – wanted is a list"),
    (SENIORS, 'labour_details = ["rentier"]', "groups[2].rule.labour_details[1]: 'rentier'"),
    (SENIORS, "labour_details = []", "groups[2].rule.labour_details: must not be empty"),
    ("total = 207", 'total = "dużo"', "targets.EECO01.total: 'dużo' – wanted is a whole number"),
    ("total = 207", "total = -10", "targets.EECO01.total: -10"),
    ("total = 207", "women = 1\nmen = 2\ntotal = 207", "targets.EECO01: women and men are 3, the total is 207"),
    ("total = 207", "women = 208\ntotal = 207", "targets.EECO01: women and men are 208"),
    (LEADER, 'kind = "szef"', "organisations[1].kind: 'szef' – wanted is one of: leader, partner"),
    (LEADER, 'kind = "partner"', "organisations: one of them is the leader, here none"),
    ('kind = "partner"', LEADER, "organisations: one of them is the leader, here fsb, sopot"),
    ('code = "fsb"', 'code = "sopot"', "organisations[2].code: 'sopot' stands twice"),
    ('"running"', '"biega"', "status: 'biega' – wanted is one of: prepared, running, finished"),
    ('country = "PL"', 'country = "Polska"', "country: 'Polska' – wanted is the code of a country like PL"),
    ('country = "PL"', 'country = "QQ"', "country: 'QQ'"),
    ('"PLN"', '"złoty polski"', "currency: 'złoty polski' – wanted is the code of a currency like PLN"),
    ('code = "sopot-5.15"', f'code = "{"x" * 41}"', "code: 'xxx"),
    ('code = "sopot-5.15"', 'code = "33/12 FAMI"', "code: '33/12 FAMI'"),
    ('"WS"', '"WIELOKULTUROWY"', "number_prefix: 'WIELOKULTUROWY' – wanted is up to 8 letters or digits"),
    ('code = "children"', 'code = "dzieci i młodzież"', "groups[1].code: Enter a valid"),
    ('code = "seniors"', 'code = "children"', "groups[2].code: 'children' stands twice"),
    ('icon = "school"', 'icon = "szkoła"', "support[1].icon: 'szkoła' – wanted is an icon of"),
    ('areas = ["education"]', 'areas = ["space"]', "support[1].areas[1]: 'space'"),
    ('key = "2"', 'key = "1"', "support[2].key: '1' stands twice"),
    ('key = "2"', 'key = "22"', "support[2].key: Ensure this value has at most 1 character"),
    ('percent = "85.00"', "percent = 400", "funding[1].percent: 400 – wanted is a share from 0 to 100"),
    ('percent = "85.00"', 'percent = "95.00"', "funding: the shares are 110.00 percent together"),
    ('percent = "85.00"', 'percent = "85,00"', "funding[1].percent: '85,00'"),
    ('wordings = ["Kurs języka polskiego", "Kurs polskiego"]', 'wordings = "abc"', "support[5].wordings: 'abc'"),
    ('email = ""', 'email = "sopot"', "contact.email: Enter a valid email address."),
    ('contact_email = ""', 'contact_email = "sopot"', "accessibility.contact_email: Enter a valid email address."),
    ('entity = "Gmina Miasta Sopotu"', 'site_url = "sopot"', "accessibility.site_url: Enter a valid URL."),
    ('conformance = "partial"', 'conformance = "some"', "accessibility.conformance: 'some'"),
    ("attendance_threshold = 80", "attendance_threshold = 300", "attendance_threshold: 300"),
    ("result_window_days = 28", "result_window_days = 99999999", "result_window_days: 99999999"),
    ("result_window_days = 28", "result_window_days = -5", "result_window_days: -5"),
    ("result_window_days = 28", 'result_window_days = "cztery"', "result_window_days: 'cztery'"),
    ("result_window_days = 28", "result_window_days = true", "result_window_days: True"),
    ("eu_citizens_eligible = true", 'eu_citizens_eligible = "nie"', "eu_citizens_eligible: 'nie' – wanted is true"),
    (COURSE, f'{COURSE}starts_participation = "nie"\n', "support[5].starts_participation: 'nie'"),
    (COURSE, f'{COURSE}unit = "kilo"\n', "support[5].unit: 'kilo' – wanted is one of: hour, meeting, person"),
    (COURSE, f"{COURSE}age_from = 18\nage_to = 16\n", "support[5].age_to: is below age_from"),
    (COURSE, f"{COURSE}age_from = -1\n", "support[5].age_from: -1"),
    (COURSE, f'{COURSE}for_groups = ["children", "nobody"]\n', "support[5].for_groups[2]: there is no group 'nobody'"),
    ("target = 100\n", "target = -3\n", "groups[1].target: -3"),
    ('[title]\npl = "Wielo', f'[title]\npl = "{"x" * 300}', "title.pl: Ensure this value has at most 300"),
    ('degurba = "1"', 'degurba = "9"', "degurba: '9'"),
    ('county = "Sopot"', 'county = "a\\u0000b"', "county: 'a\\x00b'"),
    ('decides = true },\n  { criterion = "residence"', 'decides = "nie" },\n  { criterion = "residence"',
     "eligibility_checks[1].decides: 'nie'"),
    ('"five-areas"', "[]", "needs_instrument: [] – wanted is a text"),
    ('public_pages = "sopot"', "public_pages = []", "public_pages: []"),
    ('notices_and_consents = "sopot"', "notices_and_consents = {}", "notices_and_consents: {}"),
]  # fmt: skip
DAYS = [
    ("starts_on = 2025-01-01", 'starts_on = "06-11-2020"', "starts_on: '06-11-2020' – wanted is a day like 2026-01-31"),
    ("starts_on = 2025-01-01", 'starts_on = "01.01.2024"', "starts_on: '01.01.2024'"),
    ("starts_on = 2025-01-01", 'starts_on = "2025-02-30"', "starts_on: '2025-02-30'"),
    ("starts_on = 2025-01-01", "starts_on = 2025-01-01T10:00:00", "starts_on: '2025-01-01T10:00:00'"),
    ("starts_on = 2025-01-01", "starts_on = 0205-01-01", "starts_on: '0205-01-01'"),
    ('number_prefix = "WS"\n', "", "number_prefix: missing"),
    ("ends_on = 2026-12-31", 'ends_on = "2024-12-31"', "ends_on: is before starts_on"),
    (
        "ends_on = 2026-12-31",
        "ends_on = 2026-12-31\nretention_until = 2026-01-01",
        "retention_until: is before ends_on",
    ),
    ("prepared_on = 2026-11-28", 'prepared_on = "x"', "accessibility.prepared_on: 'x'"),
    ('"Zimowa przerwa świąteczna 2025"', '"a\\u0000b"', "days_off[1].name: 'a\\x00b' – wanted is a text"),
    ('"Zimowa przerwa świąteczna 2025"', '" "', "days_off[1].name: ' ' – wanted is a text of up to 120 letters"),
    ("last = 2025-12-31", "last = 2025-12-01", "days_off[1].last: is before first"),
    ("last = 2025-12-31", 'last = "31 grudnia"', "days_off[1].last: '31 grudnia'"),
    ("last = 2025-12-31", "last = 2025-12-31T08:00:00Z", "days_off[1].last: '2025-12-31T08:00:00+00:00'"),
]
AMOUNTS = [
    ('"2092654.00"', '"2 092 654,00"', "total_amount: '2 092 654,00' – wanted is an amount like \"2092654.00\""),
    ('"2092654.00"', "-5", "total_amount: -5"),
    ('"2092654.00"', "nan", "total_amount: nan"),
    ('"2092654.00"', "true", "total_amount: True"),
]


def file_of(folder, *changes):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "own.toml").write_text(text, encoding="utf-8")
    return str(folder / "own.toml")


@pytest.mark.parametrize(("old", "new", "line"), [*UNKNOWN, *VALUES, *DAYS, *AMOUNTS])
def test_mistake_is_one_line_with_its_place_and_nothing_is_written(db, capsys, tmp_path, old, new, line):
    source = file_of(tmp_path, (old, new))
    ran = run(capsys, "load_programme", source)
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert ran.lines[0].startswith(f"{source}: {line}")
    assert not GrantProject.objects.exists()
    assert not Organisation.objects.exists()


def test_kind_of_support_without_a_name_is_refused(db, tmp_path):
    start = TEXT.index("[support.name]")
    source = file_of(tmp_path, (TEXT[start : TEXT.index("[support.short_name]")], ""))
    with pytest.raises(ConfigurationError, match=r"support\[1\]\.name: missing"):
        load_programme(source)


def test_name_that_only_few_could_read_is_refused(db, tmp_path):
    source = file_of(tmp_path, ('pl = "dzieci"', 'pl = " "'), ('en = "children"', 'en = ""'))
    with pytest.raises(ConfigurationError, match=r"groups\[1\]\.name: must not be blank in pl and en"):
        load_programme(source)


@pytest.mark.parametrize("data", [b"a = ", b"\xff\xfe", b"a = " + b"9" * 5000, b"a = " + b"[" * 5000])
def test_what_is_no_toml_is_one_line(db, capsys, tmp_path, data):
    (tmp_path / "own.toml").write_bytes(data)
    ran = run(capsys, "load_programme", str(tmp_path / "own.toml"))
    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)


def test_mistake_leaves_a_loaded_project_as_it_was(sopot, tmp_path):
    source = file_of(tmp_path, ('status = "running"', 'status = "finished"'), ('kind = "partner"', LEADER))
    with pytest.raises(ConfigurationError):
        load_programme(source)
    sopot.refresh_from_db()
    assert sopot.status == "running"


def test_leader_who_was_left_out_of_the_file_is_still_one(sopot, tmp_path):
    source = file_of(tmp_path, ('code = "sopot"\n', 'code = "gdansk"\n'))
    with pytest.raises(ConfigurationError, match="here gdansk, sopot"):
        load_programme(source)
