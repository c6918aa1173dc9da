"""Editions follow each other without branches and circles; complementary projects are named, here or elsewhere."""

import pytest

from portal.programmes.editions import complements_of, editions_of
from portal.programmes.loading import ConfigurationError
from portal.programmes.models import ComplementaryProject, GrantProject
from tests.portal.programmes.files import DAYS, load


def after(code):
    return f'{DAYS}predecessor = "{code}"\n'


@pytest.fixture
def home(db, tmp_path):
    """The three editions of one undertaking."""
    return [load(tmp_path, f"dom-{place}", after(f"dom-{place - 1}") if place > 1 else DAYS) for place in (1, 2, 3)]


def test_each_edition_knows_the_whole_chain_in_order(home, django_assert_num_queries):
    for project in home:
        with django_assert_num_queries(2):
            assert editions_of(project) == home


def test_project_alone_has_no_editions(home, tmp_path):
    assert editions_of(load(tmp_path, "alone")) == []


@pytest.mark.parametrize(
    ("code", "said", "problem"),
    [
        ("dom-1", "dom-1", "predecessor: a project does not follow itself"),
        ("dom-1", "dom-3", "predecessor: dom-3 is a later edition of dom-1 already"),
        ("dom-1", "dom-2", "predecessor: dom-2 is a later edition of dom-1 already"),
        ("dom-4", "dom-1", "predecessor: dom-1 is followed by dom-2 already"),
        ("dom-4", "dom-9", "predecessor: there is no project 'dom-9'; load it first"),
    ],
)
def test_branch_circle_or_stranger_is_refused_in_one_line_and_nothing_is_kept(home, tmp_path, code, said, problem):
    with pytest.raises(ConfigurationError, match=f"{code}.toml: {problem}$"):
        load(tmp_path, code, after(said))
    assert GrantProject.objects.count() == 3
    assert editions_of(home[0]) == home


def test_file_without_the_key_leaves_the_chain_and_a_blank_one_ends_it(home, tmp_path):
    assert load(tmp_path, "dom-3").predecessor == home[1]
    assert load(tmp_path, "dom-3", after("")).predecessor is None
    assert editions_of(home[1]) == home[:2]


ELSEWHERE = '[[complementary]]\nname = "8/2017/OG-FAMI"\nfunder = "Wojewoda Pomorski"\nnote = "szkoły w Gdańsku"\n'


def test_complementary_project_is_here_or_of_another_organisation(home, tmp_path):
    project = load(tmp_path, "otwarte", f'{DAYS}[[complementary]]\nproject = "dom-1"\n{ELSEWHERE}')
    here, elsewhere = complements_of(project)
    assert (here.other, elsewhere.other, elsewhere.name, elsewhere.funder) == (
        home[0], None, "8/2017/OG-FAMI", "Wojewoda Pomorski",
    )  # fmt: skip
    assert [each.grant_project for each in complements_of(home[0])] == [project]


def test_file_is_the_list_of_complementary_projects(db, tmp_path):
    load(tmp_path, "otwarte", f"{DAYS}{ELSEWHERE}")
    load(tmp_path, "otwarte", f"{DAYS}{ELSEWHERE}")
    assert len(complements_of(load(tmp_path, "otwarte"))) == 1
    load(tmp_path, "otwarte", f"{DAYS}complementary = []\n")
    assert not ComplementaryProject.objects.exists()


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('project = "dom-9"', r"complementary\[1\].project: there is no project 'dom-9' in this portal"),
        ('project = "otwarte"', r"complementary\[1\].project: a project does not complement itself"),
        ('project = "dom-1"\nname = "Dom"', r"complementary\[1\]: has either project"),
        ('funder = "FAMI"', r"complementary\[1\]: has either project"),
        ('name = "Dom"\nfounder = "FAMI"', r"complementary\[1\].founder: unknown"),
        (f'name = "{"x" * 301}"', r"complementary\[1\].name: Ensure this value has at most 300"),
    ],
)
def test_what_is_no_complementary_project_is_refused(home, tmp_path, said, problem):
    with pytest.raises(ConfigurationError, match=problem):
        load(tmp_path, "otwarte", f"{DAYS}[[complementary]]\n{said}\n")
    assert not GrantProject.objects.filter(code="otwarte").exists()
