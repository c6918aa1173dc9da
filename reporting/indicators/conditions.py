"""The conditions from which indicators are made, each naming its rule of the fund."""

from django.utils.translation import gettext_lazy as _

from reporting.rules import Rule

_STATUS_UNKNOWN = _("The status at the start is not recorded.")
_AGE_UNKNOWN = _("The age at the start is not known.")
_CITIZENSHIP_UNKNOWN = _("The citizenship is not recorded.")

STARTED = Rule(
    "started", "p.start_on IS NOT NULL", "start_on",
    _("took part: at least one support was given"),
    _("Participation started with the first support on %(fact)s."),
    _("No support has been recorded yet, so participation has not started."), "R30",
)  # fmt: skip
COMPLETE = Rule(
    "complete", "p.missing = ''", "missing",
    _("all required data are recorded"),
    _("All required data are recorded."),
    _("Required data are missing: %(fact)s."), "R32",
)  # fmt: skip
ELIGIBLE = Rule(
    "eligible", "p.eligibility <> ''", "eligibility_source",
    _("legal stay and residence are evidenced"),
    _("Legal stay and residence are evidenced: %(fact)s."),
    _("Legal stay and residence have not been shown yet."), "R99",
)  # fmt: skip
TARGET_POPULATION = Rule(
    "target_population", "p.in_target_population", "citizenships",
    _("belongs to the people for whom the project is meant"),
    _("The citizenship belongs to the target group of the project."),
    _("The citizenship is outside the target group of the project."), "R53",
    _("The citizenship is not recorded; nothing shows that it is outside the target group."),
)  # fmt: skip
BASE = (STARTED, COMPLETE, ELIGIBLE, TARGET_POPULATION)

UNEMPLOYED = Rule(
    "unemployed", "p.labour_status = 'unemployed'", "labour_status",
    _("unemployed at the start"),
    _("Status at the start: unemployed."),
    _("Status at the start was not unemployed: %(fact)s."), "R54", _STATUS_UNKNOWN,
)  # fmt: skip
LONG_TERM = Rule(
    "long_term", "p.labour_detail = 'long-term'", "labour_detail",
    _("without work for long at the start (over 6 months below 25 years, over 12 months from 25)"),
    _("Long-term unemployed at the start."),
    _("Not long-term unemployed at the start."), "R54",
)  # fmt: skip
INACTIVE = Rule(
    "inactive", "p.labour_status = 'inactive'", "labour_status",
    _("economically inactive at the start"),
    _("Status at the start: economically inactive."),
    _("Status at the start was not economically inactive: %(fact)s."), "R55", _STATUS_UNKNOWN,
)  # fmt: skip
EMPLOYED = Rule(
    "employed", "p.labour_status = 'employed'", "labour_status",
    _("employed or self-employed at the start"),
    _("Status at the start: employed."),
    _("Status at the start was not employed: %(fact)s."), "R55", _STATUS_UNKNOWN,
)  # fmt: skip
NOT_EMPLOYED = Rule(
    "not_employed", "p.labour_status <> 'employed'", "labour_status",
    _("not employed at the start"),
    _("Not employed at the start."),
    _("Employed at the start already, so work after leaving is not new."), "R42", _STATUS_UNKNOWN,
)  # fmt: skip
UNDER_18 = Rule(
    "under_18", "p.age_at_start < 18", "age_at_start",
    _("under 18 at the start"),
    _("Age at the start: %(fact)s, under 18."),
    _("Age at the start: %(fact)s, not under 18."), "R47", _AGE_UNKNOWN,
)  # fmt: skip
AGED_18_29 = Rule(
    "aged_18_29", "p.age_at_start BETWEEN 18 AND 29", "age_at_start",
    _("18 to 29 years old at the start"),
    _("Age at the start: %(fact)s, between 18 and 29."),
    _("Age at the start: %(fact)s, not between 18 and 29."), "R47", _AGE_UNKNOWN,
)  # fmt: skip
AGED_55 = Rule(
    "aged_55", "p.age_at_start >= 55", "age_at_start",
    _("55 or older at the start"),
    _("Age at the start: %(fact)s, 55 or more."),
    _("Age at the start: %(fact)s, below 55."), "R47", _AGE_UNKNOWN,
)  # fmt: skip
ISCED_0_2 = Rule(
    "isced_0_2", "p.education = 'isced-0-2'", "education",
    _("lower secondary education or less (ISCED 0–2)"),
    _("Completed education: ISCED 0–2."),
    _("Completed education is not ISCED 0–2: %(fact)s."), "D3",
)  # fmt: skip
ISCED_3_4 = Rule(
    "isced_3_4", "p.education = 'isced-3-4'", "education",
    _("upper secondary or post-secondary education (ISCED 3–4)"),
    _("Completed education: ISCED 3–4."),
    _("Completed education is not ISCED 3–4: %(fact)s."), "D3",
)  # fmt: skip
ISCED_5_8 = Rule(
    "isced_5_8", "p.education = 'isced-5-8'", "education",
    _("tertiary education (ISCED 5–8)"),
    _("Completed education: ISCED 5–8."),
    _("Completed education is not ISCED 5–8: %(fact)s."), "D3",
)  # fmt: skip
DISABLED = Rule(
    "disabled", "p.disability = 'yes'", "disability",
    _("has a disability"),
    _("A disability was stated."),
    _("No disability was stated, or the answer was refused."), "R52",
)  # fmt: skip
THIRD_COUNTRY = Rule(
    "third_country", "p.third_country", "citizenships",
    _("citizen of a non-EU country, stateless or undetermined"),
    _("Citizen of a non-EU country, stateless or undetermined: %(fact)s."),
    _("Has the citizenship of an EU country: %(fact)s."), "R49", _CITIZENSHIP_UNKNOWN,
)  # fmt: skip
FOREIGN_BACKGROUND = Rule(
    "foreign_background", "p.foreign_background", "citizenships",
    _("foreign background: no Polish citizenship"),
    _("Foreign background: no Polish citizenship."),
    _("Has Polish citizenship."), "R50", _CITIZENSHIP_UNKNOWN,
)  # fmt: skip
MINORITY = Rule(
    "minority", "p.minority = 'yes'", "minority",
    _("belongs to a national or ethnic minority"),
    _("A national or ethnic minority was stated."),
    _("No minority was stated, or the answer was refused."), "R51",
)  # fmt: skip
HOMELESS = Rule(
    "homeless", "p.homelessness = 'yes'", "homelessness",
    _("homeless or without a secure home"),
    _("Homelessness or no secure home was stated."),
    _("No homelessness was stated."), "R52",
)  # fmt: skip
RURAL = Rule(
    "rural", "p.degurba = '3'", "degurba",
    _("lives in a rural area (DEGURBA 3)"),
    _("Lives in a rural area (DEGURBA 3)."),
    _("Does not live in a rural area (DEGURBA %(fact)s)."), "R46",
)  # fmt: skip

ENDED = Rule(
    "ended", "p.end_on IS NOT NULL", "end_on",
    _("ended participation"),
    _("Participation ended on %(fact)s."),
    _("Still takes part: a result is possible only after leaving."), "R44",
)  # fmt: skip
FOUND_IN_WINDOW = Rule(
    "finding_in_window", "p.found_on IS NOT NULL", "found_on",
    _("has a complete finding, dated from the end to 28 days after"),
    _("A complete finding is dated %(fact)s, within 28 days after the end."),
    _("There is no complete finding within 28 days after the end."), "R40, R62",
)  # fmt: skip
CONFIRMED = Rule(
    "finding_confirmed", "p.confirmed", "found_on",
    _("the finding is confirmed by a second person, where the project asks for one"),
    _("A second person confirmed the finding of %(fact)s."),
    _("No second person has confirmed the finding of %(fact)s."), "R62",
    _("There is no complete finding within 28 days after the end."),
)  # fmt: skip
IMPROVED = Rule(
    "improved", "p.improved", "found_on",
    _("the latest such finding says that the social situation improved"),
    _("The latest finding (%(fact)s) says: improvement."),
    _("The latest finding says: no improvement."), "R60, R62",
    _("There is no complete finding within 28 days after the end."),
)  # fmt: skip
JOB_SEARCH = Rule(
    "job_search_last", "p.job_search_on IS NOT NULL", "job_search_on",
    _("looking for work is the last labour-market event within 28 days after the end"),
    _("Started looking for work on %(fact)s, the last such event within 28 days."),
    _("No start of looking for work within 28 days after the end, or a later event took its place."), "R40, R41",
)  # fmt: skip
NOT_PUPIL = Rule(
    "not_in_education", "NOT (p.labour_status = 'inactive' AND p.labour_detail = 'in-education')", "labour_detail",
    _("not in education at the start"),
    _("Not in education at the start."),
    _("In education at the start already, so education after leaving is not new."), "R42",
)  # fmt: skip
EDUCATION_AFTER = Rule(
    "education_after", "p.education_on IS NOT NULL", "education_on",
    _("started education or training within 28 days after the end"),
    _("Started education or training on %(fact)s."),
    _("No start of education or training within 28 days after the end."), "R40",
)  # fmt: skip
QUALIFICATION = Rule(
    "qualification", "p.qualification_on IS NOT NULL", "qualification_on",
    _("gained a qualification within 28 days after the end"),
    _("Gained a qualification on %(fact)s."),
    _("No qualification gained within 28 days after the end."), "R40",
)  # fmt: skip
JOB = Rule(
    "job_last", "p.job_on IS NOT NULL", "job_on",
    _("starting work is the last labour-market event within 28 days after the end"),
    _("Started work on %(fact)s, the last such event within 28 days."),
    _("No start of work within 28 days after the end, or a later event took its place."), "R40, R41",
)  # fmt: skip
