"""What stands in the file: the 43 columns of people in every situation, who is in it, what is kept of it."""

import datetime
import json

import openpyxl
import pytest

from beneficiaries.models import Participation
from portal.audit.models import AuditEvent
from portal.clock import today
from portal.programmes.models import DictionaryEntry, ServiceType
from reporting.smefs.domain.exports import ExportRefused, keep_export, order_export
from reporting.smefs.domain.layouts import LayoutTaken, keep_layout
from reporting.smefs.importers.listings import read_listing
from reporting.smefs.models import SentLine, SmefsExport, SmefsLayout, TechnicalId
from reporting.smefs.queries.exports import FileGone, content_of
from reporting.smefs.queries.layouts import SHIPPED, layout_on, shipped_layouts
from reporting.smefs.queries.prepared import prepared
from reporting.smefs.rules.checks import Frame, found_in
from reporting.smefs.rules.layout import LayoutError, read_layout
from tests.commands import run
from tests.factories.accounts import make_member
from tests.factories.beneficiaries import make_care, make_participation, make_person, make_pesel
from tests.factories.services import make_support
from tests.smefs import HEADERS, THIRD, file_of, rows_of

DAY = datetime.date
ANSWERED = {"disability": "no", "homelessness": "no", "minority": "no", "degurba": "1"}
SHIPPED_TEXT = (SHIPPED / "efs-plus-2021.toml").read_text(encoding="utf-8")


@pytest.fixture
def somebody(sopot, city):
    def make(person=None, care=True, **values):
        if person is None:
            born = DAY(1990, 5, 17)
            person = make_person(birth_date=born, pesel=make_pesel(born, serial=Participation.objects.count()))
        if care:
            make_care(person, city, sopot)
        taking_part = make_participation(person, sopot, **{**ANSWERED, **values})
        make_support(taking_part, delivered_on=taking_part.current_version.start_on)
        return taking_part

    return make


@pytest.fixture
def sent(sopot):
    """Export as the account may and return the lines."""

    def export(by=None, **explanations):
        order = order_export(sopot, explanations, by=by)
        return keep_export(order, prepared(sopot, today(), by), by=by)

    return export


def test_H1_there_are_43_fields_and_two_of_them_are_headed_w_tym(somebody, sent):
    somebody()
    content = content_of(sent())
    (row,) = rows_of(content)
    assert len(row) == 43
    assert HEADERS[24] == HEADERS[30] == "w tym"


def test_who_takes_part_has_a_complete_line_and_nothing_at_the_end(somebody, sent, sopot):
    sopot.agreement_number = "FEPM.05.15-IZ.00-0001/24"
    sopot.save()
    person = make_person("Olena", "Petrenko", pesel=make_pesel(DAY(1990, 5, 17)), phone="+48 512334218")
    somebody(person, education="isced-5-8", labour_detail="other", labour_detail_text="MMŚP")
    (row,) = rows_of(content_of(sent()))
    assert row[:8] == [
        "FEPM.05.15-IZ.00-0001/24", THIRD, "Indywidualny", "", "Olena", "Petrenko", make_pesel(DAY(1990, 5, 17)), "Nie",
    ]  # fmt: skip
    assert row[8:22] == [
        "", "Kobieta", "35", "Wyższe (ISCED 5–8)", "Polska", "pomorskie", "Sopot", "Sopot", "Sopot", "81-862", "1",
        "512334218", "", "2026-02-02",
    ]  # fmt: skip
    assert row[22:28] == ["", "Osoba pracująca", "Osoba pracująca w MMŚP", "", "", ""]
    assert row[31:38] == ["2026-02-02", "", "Tak", "Tak", "Nie", "Nie", "Nie"]
    assert row[38:] == [""] * 5


def test_H3_education_is_written_to_the_letter(somebody, sent):
    for level in ("isced-0-2", "isced-3-4", "isced-5-8"):
        somebody(education=level)
    assert [row[11] for row in rows_of(content_of(sent()))] == [
        "Średnie I stopnia lub niższe (ISCED 0\N{EN DASH}2)",
        "Ponadgimnazjalne (ISCED 3) lub policealne (ISCED 4)",
        "Wyższe (ISCED 5\N{EN DASH}8)",
    ]


def test_A3_each_support_is_one_item_in_the_order_of_its_day(somebody, sent):
    taking_part = somebody()
    for day in (DAY(2026, 3, 3), DAY(2026, 2, 9)):
        make_support(taking_part, delivered_on=day)
    (row,) = rows_of(content_of(sent()))
    assert row[31] == "2026-02-02|2026-02-09|2026-03-03"
    assert {len(row[place].split("|")) for place in (28, 29, 30, 31)} == {3}


def test_A19_a_refusal_is_written_and_a_blank_answer_keeps_the_line_back(somebody, sent):
    somebody(disability="refused", minority="refused")
    blank = somebody(disability="")
    with pytest.raises(ExportRefused) as refused:
        sent()
    assert refused.value.unexplained == ["R24"]
    export = sent(R24="the person is abroad until May")
    (row,) = rows_of(content_of(export))
    assert (row[35], row[36], row[37]) == ("Odmowa podania informacji", "Nie", "Odmowa podania informacji")
    assert export.left_out == {"R24": 1}
    assert blank.number not in set(SentLine.objects.values_list("number", flat=True))


def test_A2_A17_who_does_not_count_is_not_sent(somebody, sent, sopot):
    somebody()
    make_participation(make_person(), sopot, start_on=None)
    make_participation(make_person(), sopot, missing="education", education="", **ANSWERED)
    assert sent().people == 1


def test_D8_a_contradiction_stops_the_line(somebody, sent):
    somebody(foreign_background=False)
    with pytest.raises(ExportRefused) as refused:
        sent()
    assert refused.value.unexplained == ["R16", "R17", "R18"]
    assert not SmefsExport.objects.exists()


def test_without_a_PESEL_the_number_of_the_portal_stands_for_it(somebody, sent):
    taking_part = somebody(make_person())
    (row,) = rows_of(content_of(sent()))
    assert row[6:8] == [taking_part.number, "Tak"]


def test_who_left_has_situation_and_path(somebody, sent):
    somebody(end_on=DAY(2026, 6, 30), exit_situation="Osoba uzyskała kwalifikacje", path_completed=False)
    (row,) = rows_of(content_of(sent()))
    assert (row[22], row[26], row[27]) == ("2026-06-30", "Osoba uzyskała kwalifikacje", "Nie")


@pytest.mark.parametrize("end", [None, 1])
@pytest.mark.parametrize("said", [{"exit_situation": "Inne", "path_completed": True}, {}])
def test_H6_of_whoever_still_takes_part_nothing_of_the_end_is_sent_and_nothing_is_asked(
    somebody, sent, sopot, end, said
):
    somebody(end_on=today() + datetime.timedelta(days=end) if end else None, **said)
    ready = prepared(sopot, today(), None)
    assert [each.rule for each in ready.findings if each.rule != "R39"] == []
    assert ready.going == [0]
    (row,) = rows_of(content_of(sent()))
    assert (row[22], row[26], row[27]) == ("", "", "")


def test_the_day_of_the_end_is_one_on_which_the_person_has_left(somebody, sent, sopot):
    somebody(end_on=today(), exit_situation="Inne", path_completed=True)
    (row,) = rows_of(content_of(sent()))
    assert (row[22], row[26], row[27]) == (today().isoformat(), "Inne", "Tak")
    somebody(end_on=today())
    assert [each.line for each in prepared(sopot, today(), None).findings if each.rule == "R21"] == [3, 3]
    earlier = prepared(sopot, today() - datetime.timedelta(days=1), None)
    assert earlier.going == [0, 1]


def test_a_situation_that_was_entered_late_is_a_warning_and_goes(somebody, sopot):
    for end in (DAY(2026, 6, 30), today()):
        somebody(end_on=end, exit_situation="Inne", path_completed=True)
    moment = datetime.datetime(2026, 7, 29, tzinfo=datetime.UTC)
    Participation.objects.first().versions.update(recorded_at=moment)
    ready = prepared(sopot, today(), None)
    assert [(each.rule, each.line) for each in ready.findings if each.rule != "R39"] == [("R23", 2)]
    assert (len(ready.going), ready.to_explain) == (2, [])


def test_a_name_that_looks_like_a_formula_is_text(somebody, sent):
    somebody(make_person('=HYPERLINK("http://x")', "Petrenko;Nowak\nA"))
    (row,) = rows_of(content_of(sent()))
    assert row[4:6] == ['\'=HYPERLINK("http://x")', "Petrenko;Nowak A"]


def test_official_words_are_written_byte_for_byte_with_their_odd_spaces(somebody, sent, sopot):
    odd = "Osoba  pracująca/\N{NO-BREAK SPACE}zatrudniona "
    DictionaryEntry.objects.filter(dictionary="smefs-status", code="employed").update(value=odd)
    somebody(labour_status="employed")
    ServiceType.objects.update(smefs_kind="doradztwo/  konsultacje", smefs_detail="doradztwo/ pomoc  prawna")
    export = sent()
    (row,) = rows_of(content_of(export))
    assert (row[23], row[29], row[30]) == (odd, "doradztwo/  konsultacje", "doradztwo/ pomoc  prawna")
    lines = read_listing(content_of(export), shipped_layouts()[0]).lines
    assert [each.rule for each in found_in(lines, Frame(shipped_layouts()[0], export.words))] == ["R39"]


class TestWhoIsInIt:
    @pytest.fixture
    def hidden(self, somebody):
        somebody()
        hidden = somebody()
        hidden.person.is_confidential = True
        hidden.person.save(update_fields=["is_confidential"])
        return hidden

    def test_nobody_whom_the_exporter_may_not_see(self, hidden, sent, coordinator):
        with pytest.raises(ExportRefused) as refused:
            sent(coordinator)
        assert refused.value.unexplained == ["protected"]
        export = sent(coordinator, protected="the office manager enters her by hand")
        assert (export.people, export.left_out) == (1, {"protected": 1})
        assert hidden.person.pesel not in content_of(export).decode()

    def test_the_named_few_send_a_confidential_person(self, hidden, sent, coordinator):
        hidden.person.confidential_to.add(coordinator)
        assert sent(coordinator).people == 2

    def test_from_the_command_line_everybody_who_counts_but_frozen_records(self, hidden, sent, somebody):
        frozen = somebody()
        frozen.person.is_restricted = True
        frozen.person.save(update_fields=["is_restricted"])
        assert sent(protected="the record is frozen").people == 2


class TestWhatIsKept:
    def test_hash_lines_explanations_and_an_audit_event_without_values(self, somebody, sent, coordinator):
        taking_part = somebody()
        export = sent(coordinator)
        event = AuditEvent.objects.get(action="export")
        assert event.subjects == [str(taking_part.person_id)]
        assert event.detail["sha256"] == export.sha256
        assert taking_part.person.surname not in json.dumps(event.detail)
        row = SentLine.objects.values_list("content", flat=True).get()
        assert taking_part.person.surname.encode() not in bytes(row)

    def test_an_order_has_one_file_however_often_it_is_made(self, somebody, sopot, coordinator):
        somebody()
        order = order_export(sopot, {}, by=coordinator)
        first = keep_export(order, prepared(sopot, today(), coordinator), by=coordinator)
        somebody()
        again = keep_export(order, prepared(sopot, today(), coordinator), by=coordinator)
        assert again == first
        assert SmefsExport.objects.count() == 1

    def test_a_changed_line_is_noticed(self, somebody, sent):
        somebody()
        export = sent()
        export.sha256 = "0" * 64
        with pytest.raises(FileGone):
            content_of(export)

    def test_the_number_of_queries_does_not_depend_on_the_number_of_people(
        self, somebody, sopot, coordinator, django_assert_num_queries
    ):
        somebody()
        prepared(sopot, today(), coordinator)
        with django_assert_num_queries(8):
            prepared(sopot, today(), coordinator)
        for _ in range(2):
            somebody()
        prepared(sopot, today(), coordinator)
        with django_assert_num_queries(8):
            prepared(sopot, today(), coordinator)


class TestVersions:
    def test_a_later_layout_changes_what_is_sent_later_and_nothing_that_was(self, somebody, sent, capsys, tmp_path):
        somebody()
        first = sent()
        before = content_of(first)
        text = SHIPPED_TEXT.replace("version = 1", "version = 2").replace('"Uwagi"', '"Źródło danych"')
        path = tmp_path / "layout.toml"
        path.write_text(text.replace("2021-01-01", "2026-06-01"), encoding="utf-8")
        assert run(capsys, "smefs", "layout", path).code == 0
        assert layout_on(DAY(2026, 5, 31)).version == 1
        second = sent()
        assert second.layout.version == 2
        assert content_of(second).split(b"\r\n")[0].endswith("Źródło danych".encode())
        first.refresh_from_db()
        assert content_of(first) == before

    def test_a_later_wording_of_a_dictionary_leaves_what_was_sent(self, somebody, sent):
        somebody(education="isced-5-8")
        first = sent()
        before = content_of(first)
        entry = DictionaryEntry.objects.get(dictionary="smefs-education", code="isced-5-8")
        DictionaryEntry.objects.filter(pk=entry.pk).update(valid_to=DAY(2026, 6, 30))
        DictionaryEntry.objects.create(
            dictionary="smefs-education", code="isced-5-8", value="Wyższe", name="x", valid_from=DAY(2026, 7, 1)
        )
        (row,) = rows_of(content_of(sent()))
        assert row[11] == "Wyższe"
        assert content_of(first) == before
        assert first.words["smefs-education"]["isced-5-8"] == "Wyższe (ISCED 5–8)"

    def test_a_version_that_is_kept_is_never_changed(self, sopot, capsys, tmp_path):
        keep_layout(shipped_layouts()[0])
        with pytest.raises(LayoutTaken):
            keep_layout(read_layout(SHIPPED_TEXT.replace('"Uwagi"', '"Inaczej"')))
        path = tmp_path / "layout.toml"
        path.write_text(SHIPPED_TEXT.replace('"Uwagi"', '"Inaczej"'), encoding="utf-8")
        done = run(capsys, "smefs", "layout", path)
        assert (done.code, len(done.lines)) == (2, 1)

    @pytest.mark.parametrize(
        "text", ["", "[[", SHIPPED_TEXT.replace("bom = true", ""), SHIPPED_TEXT.replace('"surname"', '"given_names"')]
    )
    def test_what_is_no_layout_is_refused(self, text):
        with pytest.raises(LayoutError):
            read_layout(text)

    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            ('"surname"', '"surnam"', "column 5 (source surnam), no source surname"),
            ('source = "identifier"', "", "no source identifier"),
            ('sex = { K = "Kobieta", M = "Mężczyzna" }', "", "sex"),
            (', M = "Mężczyzna"', "", "sex"),
            ('"Mężczyzna"', '"Kobieta"', "sex"),
            ('"Aktywizacja społeczna i zawodowa"', '"a|b"', "support_scope"),
            ('header = "Kraj"', "header = 5", "column 12 (header)"),
            ('header = "Kraj"', 'header = "Kraj"\ncolour = 1', "column 12 (colour)"),
            ('words = "smefs-education"', 'words = "smefs-status"', "column 11 (words smefs-status)"),
            ('["Źródło danych"]', "[1]", "column 42 (also)"),
            ("may_refuse = true\n\n[[columns]]\nheader = \"Osoba b", "may_refuse = 1\n\n[[columns]]\nheader = \"Osoba b",
             "column 35 (may_refuse)"),
            ('list_separator = "|"', 'list_separator = ""', "list_separator"),
            ('list_separator = "|"', 'list_separator = "-"', "list_separator"),
            ('\nseparator = ";"', '\nseparator = "#"', "separator"),
            (r'line_end = "\r\n"', "line_end = 5", "line_end"),
            ("bom = true", "bom = 1", "bom"),
            ("Efs_{day}", "Efs_{foo}", "name"),
            ("Efs_{day}", "Efs_{day", "name"),
            ("Efs_{day}", "../Efs_{day}", "name"),
            ("version = 1", 'version = "a"', "version"),
            ("version = 1", "version = true", "version"),
            ("2021-01-01", '"2021-01-01"', "valid_from"),
            ('"efs-plus-2021"', "7", "code"),
        ],
    )  # fmt: skip
    def test_a_layout_that_no_export_could_use_is_refused_in_one_line(
        self, sopot, capsys, tmp_path, before, after, said
    ):
        assert before in SHIPPED_TEXT
        path = tmp_path / "layout.toml"
        path.write_text(SHIPPED_TEXT.replace(before, after, 1), encoding="utf-8")
        done = run(capsys, "smefs", "layout", path)
        assert (done.code, done.lines) == (2, [f"layout.toml is not a layout: {said}."])
        assert not SmefsLayout.objects.exists()

    def test_answers_are_read_also_where_a_layout_names_no_dictionary(self, somebody, sopot):
        somebody()
        text = SHIPPED_TEXT.replace('words = "smefs-answer"\n', "").replace("version = 1", "version = 2")
        keep_layout(read_layout(text.replace("2021-01-01", "2026-01-01")))
        ready = prepared(sopot, today(), None)
        assert (ready.layout.version, [each.rule for each in ready.findings]) == (2, ["R39"])

    @pytest.mark.parametrize("explanation", ["R99=because it is so", "R21", "=because", "R21= "])
    def test_an_explanation_of_no_rule_is_refused(self, somebody, capsys, tmp_path, explanation):
        somebody()
        path = tmp_path / "out.csv"
        done = run(capsys, "smefs", "export", "--project", "sopot-5.15", "--output", path, "--explain", explanation)
        assert (done.code, len(done.lines)) == (2, 1)
        assert not path.exists()


class TestWhatCameBack:
    def returned(self, export, *, identifiers):
        rows = [line.split(";") for line in content_of(export).decode("utf-8-sig").split("\r\n")[1:-1]]
        for row, identifier in zip(rows, identifiers, strict=True):
            row[8] = identifier
        return rows

    def test_H8_identifiers_are_kept_once_and_go_into_the_next_file(self, somebody, sent, capsys, tmp_path, sopot):
        somebody()
        somebody(make_person())
        path = tmp_path / "back.csv"
        stranger = ["", THIRD, "", "", "Jan", "Obcy", "44051401458", "Nie", "T9", *[""] * 34]
        rows = self.returned(sent(), identifiers=["T1", "T2"])
        path.write_bytes(file_of(*rows, stranger))
        done = run(capsys, "smefs", "returned", path, "--project", "sopot-5.15")
        said = json.loads(done.out)
        assert (said["new"], said["unchanged"], said["not_taken"]) == (2, 0, 1)
        assert said["lines_not_taken"] == [{"line": 4, "why": "unknown", "number": ""}]
        again = json.loads(run(capsys, "smefs", "returned", path, "--project", "sopot-5.15").out)
        assert (again["new"], again["unchanged"]) == (0, 2)
        assert Participation.objects.count() == 2
        assert [row[8] for row in rows_of(content_of(sent()))] == ["T1", "T2"]

    @pytest.mark.parametrize("kind", ["workbook", "text"])
    def test_a_PESEL_that_lost_its_zero_in_a_spreadsheet_is_found(self, somebody, sent, capsys, tmp_path, sopot, kind):
        born = DAY(2007, 3, 15)
        child = somebody(make_person(birth_date=born, pesel=make_pesel(born, serial=5)))
        other = somebody()
        rows = self.returned(sent(), identifiers=["T1", "T2"])
        for row in rows:
            row[6] = row[6].lstrip("0")
        assert sorted(len(row[6]) for row in rows) == [10, 11]
        path = tmp_path / "back.csv"
        if kind == "workbook":
            book = openpyxl.Workbook()
            for row in ([*HEADERS], *([*row[:6], int(row[6]), *row[7:]] for row in rows)):
                book.active.append(row)
            book.save(path)
        else:
            path.write_bytes(file_of(*rows))
        said = json.loads(run(capsys, "smefs", "returned", path, "--project", "sopot-5.15").out)
        assert (said["new"], said["not_taken"]) == (2, 0)
        assert dict(TechnicalId.objects.values_list("number", "technical_id")) == {
            child.number: "T1", other.number: "T2"
        }  # fmt: skip
        compared = json.loads(run(capsys, "smefs", "compare", path, "--project", "sopot-5.15").out)
        assert compared["people"] == []

    def test_another_identifier_of_a_known_person_is_not_taken(self, somebody, sent, capsys, tmp_path):
        somebody()
        somebody()
        export, path = sent(), tmp_path / "back.csv"
        for identifiers, reasons in ((["T1", "T2"], []), (["T3", "T2"], ["other-id"]), (["T1", ""], ["no-id"])):
            path.write_bytes(file_of(*self.returned(export, identifiers=identifiers)))
            said = json.loads(run(capsys, "smefs", "returned", path, "--project", "sopot-5.15").out)
            assert [each["why"] for each in said["lines_not_taken"]] == reasons
        assert sorted(TechnicalId.objects.values_list("technical_id", flat=True)) == ["T1", "T2"]


def test_the_comparison_names_every_person_that_differs(somebody, sent, capsys, tmp_path):
    first, second = somebody(), somebody()
    path = tmp_path / "list.csv"
    rows = [line.split(";") for line in content_of(sent()).decode("utf-8-sig").split("\r\n")[1:-1]]
    rows[0][37] = "Tak"
    stranger = [*rows[1][:6], "44051401458", *rows[1][7:]]
    path.write_bytes(file_of(rows[0], stranger))
    done = run(capsys, "smefs", "compare", path, "--project", "sopot-5.15")
    assert done.code == 1
    people = {each["person"]: each for each in json.loads(done.out)["people"]}
    assert people[first.number]["extra"] == ["EECO12"]
    assert "EECO01" in people[second.number]["missing"]
    assert people[""]["line"] == 3
    lines = {line["code"]: line["verdict"] for line in json.loads(done.out)["indicators"]}
    assert lines["EECO12"] == "different"


def test_R69_the_list_is_cut_at_the_last_day_of_the_claim(somebody, sent, capsys, tmp_path):
    early, late = somebody(start_on=DAY(2026, 2, 2)), somebody(start_on=DAY(2026, 5, 4))
    path = tmp_path / "list.csv"
    path.write_bytes(content_of(sent()))
    assert early.number != late.number
    for day, total in (("2026-02-01", 0), ("2026-02-02", 1), ("2026-05-03", 1), ("2026-05-04", 2)):
        done = run(capsys, "smefs", "compare", path, "--project", "sopot-5.15", "--to", day)
        said = json.loads(done.out)
        line = next(each for each in said["indicators"] if each["code"] == "EECO01")
        assert (done.code, said["people"], line["verdict"]) == (0, [], "equal")
        assert line["claim"]["total"] == line["list"]["total"] == total


def test_a_claim_that_says_one_more_does_not_agree(somebody, capsys, tmp_path):
    somebody()
    claim = tmp_path / "claim.xlsx"
    book = openpyxl.Workbook()
    book.active.append([None] * 15)
    book.active.append([1, "", "", "os.", "Całkowita liczba uczestników EECO01", 207, "", "", 2, 2, 0])
    book.save(claim)
    done = run(capsys, "smefs", "compare", "--project", "sopot-5.15", "--claim", claim)
    lines = {line["code"]: line for line in json.loads(done.out)["indicators"]}
    assert done.code == 1
    assert lines["EECO01"]["verdict"] == "different"
    assert lines["EECO01"]["list"] == {"women": 1, "men": 0, "total": 1}


def test_a_member_of_the_partner_exports_nothing(somebody, sopot, foundation, client_of):
    partner = make_member("coordinator", foundation, sopot)
    assert client_of(partner).get("/koordynacja/smefs/nowy/").status_code == 404
