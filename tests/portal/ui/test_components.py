"""Components: declared arguments, escaped words, marks in attributes alone."""

import datetime
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.template import TemplateSyntaxError, engines
from django.utils import translation
from django.utils.translation import gettext_lazy

from portal.ui.charts import Bar, Change, CumulativeLine, Dumbbell, GroupBars, Step, bullet
from portal.ui.navigation import Item, Place, Workspace
from portal.ui.parts import Fact, FunnelStep, Link
from portal.ui.templatetags import charts, components


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "check" colour="red" %}',
        '{% tag "x" color="ok" %}',
        "{% button primary=True %}x{% endbutton %}",
        '{% link_button href="/" target="_blank" %}x{% endlink_button %}',
        '{% card title="x" %}x{% endcard %}',
        '{% notice style="x" %}x{% endnotice %}',
        "{% data_table %}x{% enddata_table %}",
        '{% bullet_bar id="b" name="n" value=1 goal=2 %}',
        "{% pager next='/x' %}",
        "{% count 3 %}",
        '{% identity_bar name="x" initials="X" photo="x.jpg" %}{% endidentity_bar %}',
    ],
)
def test_an_argument_that_is_not_declared_fails_when_the_template_is_compiled(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        engines["django"].from_string(source)


@pytest.mark.parametrize(
    "source",
    [
        '{% icon "unicorn" %}',
        '{% tag "x" tone="red" %}',
        '{% notice tone="loud" %}x{% endnotice %}',
        '{% button tone="big" %}x{% endbutton %}',
    ],
)
def test_a_tone_or_sign_that_does_not_exist_is_refused(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source)


def test_every_component_is_described_in_the_documentation() -> None:
    from pathlib import Path

    described = Path("docs/components.md").read_text(encoding="utf-8")

    assert [
        name for name in charts.register.tags if f"{{% {name} " not in described and f"{{% {name} %}}" not in described
    ] == []
    assert [name for name in components.register.filters if f"`{name}`" not in described] == []


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "source",
    [
        "{% tag words %}",
        "{% person_name words original=words lang=words url=words %}",
        "{% icon 'check' label=words %}",
        "{% card title=words id='x' footer=words aside=words link=words link_text=words %}{{ words }}{% endcard %}",
        "{% notice title=words %}{{ words }}{% endnotice %}",
        "{% data_table caption=words %}{% enddata_table %}",
        "{% empty title=words text=words %}{{ words }}{% endempty %}",
        "{% key_values facts %}",
        "{% identity_bar name=words initials=words number=words original=words preferred=words status=words facts=facts alert=words %}{{ words }}{% endidentity_bar %}",
        "{% timeline_entry on=day icon_name='book' kind=words title=words meta=words url=words %}{{ words }}{% endtimeline_entry %}",
        "{% funnel steps %}",
        "{% bullet_bar id='b' name=words value=1 %}",
        "{% pager newer=words text=words %}",
        "{% chips links label=words %}{% subnav links label=words %}{% crumbs links here=words %}",
        "{% datalist names id='n' %}",
        "{{ words|nbsp }}",
    ],
)
def test_words_from_outside_are_escaped(source: str) -> None:
    text = render(
        source,
        words=HOSTILE,
        names=[HOSTILE],
        day=datetime.date(2026, 9, 2),
        facts=[Fact(HOSTILE, HOSTILE, HOSTILE, HOSTILE)],
        steps=[FunnelStep(1, HOSTILE, HOSTILE, HOSTILE, HOSTILE)],
        links=[Link(HOSTILE, HOSTILE)],
    )

    assert "<script" not in text
    assert '">' + "<script" not in text


def test_further_places_are_drawn_anew_when_anything_about_them_differs() -> None:
    item = Item("person_list", gettext_lazy("People"), Workspace.WORK, "list_people", "people")
    first = Place(item, "/osoby/", current=False, count=3)
    places = [first, replace(first, count=4), replace(first, current=True), replace(first, url="/dzieci/")]
    menu = "{% more_menu places id=menu %}"
    drawn = {render(menu, places=[place], menu=name) for place in places for name in ("more", "more-on-phone")}
    assert len(drawn) == 8
    with translation.override("uk"):
        assert render(menu, places=[first], menu="more") not in drawn
    hostile = [replace(first, url=HOSTILE, item=replace(item, label=HOSTILE))]
    assert "<script" not in render(menu, places=hostile, menu="more")
    assert render(menu, places=[], menu="more") == ""


def test_more_tells_that_something_waits_there_and_that_the_page_is_there() -> None:
    item = Item("person_list", gettext_lazy("People"), Workspace.WORK, "list_people", "people")
    place = Place(item, "/osoby/", current=False)
    menu = "{% more_menu places id='more' %}"
    held = [replace(place, count=2), replace(place, count=3, current=True)]
    assert 'summary class="here"' in render(menu, places=held)
    assert ">5<" in render(menu, places=held).split("</summary>")[0]
    assert "count" not in render(menu, places=[place])


def test_places_of_several_parts_stand_under_the_name_of_theirs() -> None:
    items = [Item(part, part, part, "list_people", "people") for part in (Workspace.AUDIT, Workspace.WORK)]
    audit, work = (Place(item, f"/{item.url_name}/", current=False) for item in items)
    both = render("{% more_menu places id='more' %}", places=[audit, work, work])
    assert re.findall(r'<p id="more-(\w+)">', both) == ["work", "audit"]
    assert both.count('href="/work/"') == 2
    assert "<p id" not in render("{% more_menu places id='more' %}", places=[work, work])


def test_content_of_a_block_component_stays_markup() -> None:
    shown = '{% timeline_entry on=day icon_name="book" kind="k" title="t" %}  <b>note</b> {% endtimeline_entry %}'

    assert "<b>note</b>" in render(shown, day=datetime.date(2026, 9, 2))
    assert "<b>next</b>" in render('{% empty title="t" %}<b>next</b>{% endempty %}')


def test_a_count_of_nothing_is_not_shown() -> None:
    assert render('{% count 0 label="gaps" %}') == ""
    assert "gaps" in render('{% count 3 label="gaps" %}')


def test_a_name_keeps_its_scripts_apart() -> None:
    text = render('{% person_name "Oksana Kovalenko" original="Оксана Коваленко" lang="uk" url="/osoby/1/" %}')

    assert '<a href="/osoby/1/"><bdi>Oksana Kovalenko</bdi></a>' in text
    assert '<bdi class="muted" lang="uk">Оксана Коваленко</bdi>' in text


def test_a_blocked_button_says_why() -> None:
    text = render('{% button blocked_by="why" %}Freeze{% endbutton %}')

    assert 'aria-disabled="true" aria-describedby="why"' in text
    assert " disabled" not in text.replace("aria-disabled", "")


class TestBulletBar:
    def test_it_has_a_title_and_describes_every_mark(self) -> None:
        text = render('{% bullet_bar id="b" name="Poprawa" value=121 target=191 plan=128 forecast=186 %}')

        assert '<title id="b-title">Poprawa</title>' in text
        description = re.search(r'<desc id="b-desc">(.*?)</desc>', text).group(1)
        assert all(figure in description for figure in ("121", "191", "128", "186"))

    def test_marks_that_are_not_known_are_left_out(self) -> None:
        text = render('{% bullet_bar id="b" name="n" value=5 %}')

        assert "<line" not in text
        assert "pattern" not in text

    def test_bars_start_at_zero_and_the_largest_mark_stays_inside(self) -> None:
        places = bullet(178, target=207, plan=176, forecast=208)

        assert places.actual == "82.29%"
        assert float(places.forecast_to.rstrip("%")) < 100
        assert bullet(0).actual == "0.00%"

    def test_numbers_in_attributes_do_not_follow_the_language(self) -> None:
        text = render('{% bullet_bar id="b" name="n" value=1178 target=2207 %}')

        assert not re.search(r'"[\d\s]*,\d', text)


class TestDumbbell:
    ROWS = [Change("Praca", 1, 3, "+2", True), Change("Zdrowie", 2, 4, "+2", is_locked=True), Change("<b>", 2)]
    SOURCE = '{% dumbbell chart id="d" title="Potrzeby" before="luty" after="maj" row_heading="Obszar" %}'

    def test_levels_are_said_in_words_in_the_drawing_and_in_the_table(self) -> None:
        text = render(self.SOURCE, chart=Dumbbell(["kryzys", "trudno", "z pomocą", "sam"], self.ROWS))

        assert (
            ">przed: 1 kryzys, po: 3 z pomocą</title>" in text or ">before: 1 kryzys, after: 3 z pomocą</title>" in text
        )
        assert "<td>1 kryzys</td><td>3 z pomocą</td>" in text
        assert "&lt;b&gt;" in text

    def test_locked_row_shows_no_level(self) -> None:
        text = render(self.SOURCE, chart=Dumbbell(["kryzys", "trudno", "z pomocą", "sam"], self.ROWS[1:2]))

        assert "trudno</t" not in text
        assert "4 sam</t" not in text
        assert "<circle" not in text.split("</p>", 1)[1]


class TestLineChart:
    CHART = CumulativeLine(
        [Step("I", "2025", Decimal(12), 20), Step("II", "2025", 1031, 45), Step("III", "2025", None, 75, 1208)],
        target=1207,
    )
    SOURCE = (
        '{% line_chart chart id="l" title="Uczestnicy" description="178 osób" label_heading="Kwartał" unit="osoby" %}'
    )

    def test_it_has_a_title_a_description_and_the_same_numbers_in_a_table(self) -> None:
        text = render(self.SOURCE, chart=self.CHART)

        assert '<title id="l-title">Uczestnicy</title>' in text
        assert '<desc id="l-desc">178 osób</desc>' in text
        assert re.findall(r'<td class="num">(.*?)</td>', text) == [
            "12",
            "20",
            "–",
            "1\xa0031",
            "45",
            "–",
            "–",
            "75",
            "1\xa0208",
        ]

    def test_the_forecast_begins_where_the_actual_line_ends(self) -> None:
        drawing = self.CHART.drawing

        assert drawing.forecast.split()[0] == drawing.actual.split()[-1]

    def test_nothing_known_yet_is_an_empty_field_and_not_an_error(self) -> None:
        assert "<svg" in render(self.SOURCE, chart=CumulativeLine([]))

    def test_many_steps_get_few_labels(self) -> None:
        chart = CumulativeLine([Step(str(i), actual=i) for i in range(40)])

        assert 6 < len(chart.drawing.labels) <= 12
        assert 2 < len(chart.narrow.labels) <= 5

    def test_a_phone_has_a_drawing_of_the_same_figures_with_names_of_its_own(self) -> None:
        text = render(self.SOURCE, chart=self.CHART)

        assert re.findall(r'<svg viewBox="0 0 (\d+) 270" class="([\w -]+)"', text) == [
            ("760", "line-chart"),
            ("340", "line-chart narrow"),
        ]
        assert '<title id="l-narrow-title">Uczestnicy</title>' in text
        wide, narrow = self.CHART.drawing, self.CHART.narrow
        for line in ("actual", "plan", "forecast"):
            heights = [[place.split(",")[1] for place in getattr(each, line).split()] for each in (wide, narrow)]
            assert heights[0] == heights[1] != []
        assert all(float(place.split(",")[0]) <= 240 for place in narrow.forecast.split())

    def test_bounds_run_from_the_last_value_out_and_back(self) -> None:
        steps = [
            Step("I", actual=10),
            Step("II", forecast=20, low=15, high=30),
            Step("III", forecast=30, low=20, high=50),
        ]
        chart = CumulativeLine(steps, target=40)
        places = chart.drawing.bounds.split()

        assert places[0] == chart.drawing.actual
        assert [float(place.split(",")[0]) for place in places] == [48, 329, 610, 610, 329]
        text = render(self.SOURCE, chart=chart)
        assert re.findall(r'<td class="num">(.*?)</td>', text)[-3:] == ["30", "20", "50"]
        assert not CumulativeLine(steps[:1] + [Step("II", forecast=20)]).drawing.bounds

    @pytest.mark.parametrize("forecast", [30, 38, 40, 41, 60])
    def test_words_at_the_end_of_the_lines_do_not_lie_on_one_another(self, forecast: int) -> None:
        drawing = CumulativeLine([Step("I", actual=10), Step("II", forecast=forecast)], target=40).drawing

        assert abs(float(drawing.target_word.y) - float(drawing.end.y)) >= 16


class TestOnPaper:
    """The renderer of PDF knows neither roles of colours nor anything that opens."""

    BARS = GroupBars([Bar("dzieci", 88, 100, 85, 99, "zgodnie", "#d"), Bar("emeryci", 7, 10)])

    @pytest.mark.parametrize(
        "source",
        [
            TestLineChart.SOURCE.replace("unit=", "paper=True unit="),
            '{% group_bars bars id="g" title="Grupy" row_heading="Grupa" paper=True %}',
            '{% bullet_bar id="b" name="n" value=5 target=9 plan=7 forecast=8 paper=True %}',
        ],
    )
    def test_ink_and_no_role_of_a_theme(self, source: str) -> None:
        text = render(source, chart=TestLineChart.CHART, bars=self.BARS)

        assert "var(" not in text
        assert "<details" not in text
        assert "href=" not in text

    def test_numbers_are_the_same_as_on_the_page(self) -> None:
        source = '{% group_bars bars id="g" title="Grupy" row_heading="Grupa" %}'
        page, paper = (
            render(each, bars=self.BARS) for each in (source, source.replace(" row_heading", " paper=True row_heading"))
        )

        assert re.findall(r'<td class="num">(.*?)</td>', page) == re.findall(r'<td class="num">(.*?)</td>', paper)


class TestGroupBars:
    def test_each_bar_has_its_figures_beside_it_and_the_way_to_its_people(self) -> None:
        text = render('{% group_bars bars id="g" title="Grupy" row_heading="Grupa" %}', bars=TestOnPaper.BARS)

        assert '<a href="#d"><b>88</b>' in text
        assert "/ 100" in text
        assert "zgodnie" in text

    def test_one_scale_makes_bars_comparable(self) -> None:
        room = GroupBars([Bar("a", 10), Bar("b", 40)], one_scale=True).room

        assert float(bullet(10, room=room).actual.rstrip("%")) * 4 == pytest.approx(
            float(bullet(40, room=room).actual.rstrip("%")), abs=0.05
        )
        assert GroupBars([Bar("a", 10), Bar("b", 40)]).room == 0


def test_a_funnel_of_nobody_divides_by_nothing() -> None:
    assert 'width="0%"' in render("{% funnel steps %}", steps=[FunnelStep(0, "uczestników")])


def test_one_letter_words_stay_with_the_next_in_either_script() -> None:
    assert render("{{ words|nbsp }}", words="w pracy i u nas") == "w\xa0pracy i\xa0u\xa0nas"
    assert render("{{ words|nbsp }}", words="у школі й на роботі") == "у\xa0школі й\xa0на роботі"
