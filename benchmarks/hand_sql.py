"""The floor of the indicator table: what an engineer would write by hand for this schema and these numbers.

One statement per table, no rules, no texts, no model instances; dates as they are stored.
"""

import re

COUNTS = (
    "k.superseded_at IS NULL AND k.start_on IS NOT NULL AND k.missing = '' AND k.eligibility <> ''"
    " AND k.in_target_population"
)
OF_ONE_PESEL = f"""FROM beneficiaries_person n CROSS JOIN beneficiaries_participation t
  CROSS JOIN beneficiaries_participationversion k
  WHERE n.pesel_index IN (SELECT pesel_index FROM beneficiaries_person WHERE pesel_place > 0)
    AND t.person_id = n.id AND t.grant_project_id = %(project)s AND k.participation_id = t.id AND {COUNTS}"""
"""The records that count of people who were written down again; in this order on SQLite, which knows of no few."""
LATER = f"""SELECT participation_id FROM (
    SELECT k.participation_id,
      ROW_NUMBER() OVER (PARTITION BY n.pesel_index ORDER BY k.start_on, k.participation_id) AS place {OF_ONE_PESEL}
  ) r WHERE place > 1"""
SQLITE = f"""
WITH p AS MATERIALIZED (
  SELECT v.start_on, v.end_on, v.sex, v.target_group_id AS grp, v.age_at_start AS age, v.education,
    v.labour_status AS ls, v.labour_detail AS ld, v.disability, v.homelessness, v.minority, v.third_country,
    v.foreign_background, v.degurba,
    f.found_on, f.outcome, l.kind AS last_kind, l.occurred_on AS last_on,
    (SELECT MIN(occurred_on) FROM cases_exitevent x WHERE x.participation_id = v.participation_id
       AND x.superseded_at IS NULL AND x.kind = 'education'
       AND x.occurred_on BETWEEN v.end_on AND date(v.end_on, '+28 days')) AS edu_on,
    (SELECT MIN(occurred_on) FROM cases_exitevent x WHERE x.participation_id = v.participation_id
       AND x.superseded_at IS NULL AND x.kind = 'qualification'
       AND x.occurred_on BETWEEN v.end_on AND date(v.end_on, '+28 days')) AS qua_on
  FROM beneficiaries_participationversion v
  LEFT JOIN cases_exitfinding f ON f.id = (
    SELECT x.id FROM cases_exitfinding x WHERE x.participation_id = v.participation_id AND x.superseded_at IS NULL
      AND x.is_complete AND x.found_on BETWEEN v.end_on AND date(v.end_on, '+28 days')
    ORDER BY x.found_on DESC, x.fact_id DESC LIMIT 1)
  LEFT JOIN cases_exitevent l ON l.id = (
    SELECT x.id FROM cases_exitevent x WHERE x.participation_id = v.participation_id AND x.superseded_at IS NULL
      AND x.kind IN ('job', 'job-search') AND x.occurred_on BETWEEN v.end_on AND date(v.end_on, '+28 days')
    ORDER BY x.occurred_on DESC, x.fact_id DESC LIMIT 1)
  WHERE v.grant_project_id = %(project)s AND v.superseded_at IS NULL AND v.start_on IS NOT NULL AND v.missing = ''
    AND v.eligibility <> '' AND v.in_target_population AND v.participation_id NOT IN ({LATER})
)
"""

POSTGRESQL = f"""
WITH v AS (
  SELECT participation_id, start_on, end_on, sex, target_group_id AS grp, age_at_start AS age, education,
    labour_status AS ls, labour_detail AS ld, disability, homelessness, minority, third_country, foreign_background,
    degurba
  FROM beneficiaries_participationversion
  WHERE grant_project_id = %(project)s AND superseded_at IS NULL AND start_on IS NOT NULL AND missing = ''
    AND eligibility <> '' AND in_target_population AND participation_id NOT IN ({LATER})
), f AS (
  SELECT DISTINCT ON (x.participation_id) x.participation_id, x.found_on, x.outcome
  FROM cases_exitfinding x JOIN v USING (participation_id)
  WHERE x.superseded_at IS NULL AND x.is_complete AND x.found_on BETWEEN v.end_on AND v.end_on + 28
  ORDER BY x.participation_id, x.found_on DESC, x.fact_id DESC
), l AS (
  SELECT DISTINCT ON (x.participation_id) x.participation_id, x.kind AS last_kind, x.occurred_on AS last_on
  FROM cases_exitevent x JOIN v USING (participation_id)
  WHERE x.superseded_at IS NULL AND x.kind IN ('job', 'job-search')
    AND x.occurred_on BETWEEN v.end_on AND v.end_on + 28
  ORDER BY x.participation_id, x.occurred_on DESC, x.fact_id DESC
), m AS (
  SELECT x.participation_id, MIN(x.occurred_on) FILTER (WHERE x.kind = 'education') AS edu_on,
    MIN(x.occurred_on) FILTER (WHERE x.kind = 'qualification') AS qua_on
  FROM cases_exitevent x JOIN v USING (participation_id)
  WHERE x.superseded_at IS NULL AND x.occurred_on BETWEEN v.end_on AND v.end_on + 28 GROUP BY 1
), p AS (
  SELECT * FROM v LEFT JOIN f USING (participation_id) LEFT JOIN l USING (participation_id)
    LEFT JOIN m USING (participation_id)
)
"""

_IMPROVED = ("found_on", "found_on IS NOT NULL AND outcome = 'improved'")
CONDITIONS: dict[str, tuple[str, str]] = {
    "EECO01": ("start_on", "1 = 1"),
    "EECO02": ("start_on", "ls = 'unemployed'"),
    "EECO03": ("start_on", "ls = 'unemployed' AND ld = 'long-term'"),
    "EECO04": ("start_on", "ls = 'inactive'"),
    "EECO05": ("start_on", "ls = 'employed'"),
    "EECO06": ("start_on", "age < 18"),
    "EECO07": ("start_on", "age BETWEEN 18 AND 29"),
    "EECO08": ("start_on", "age >= 55"),
    "EECO09": ("start_on", "education = 'isced-0-2'"),
    "EECO10": ("start_on", "education = 'isced-3-4'"),
    "EECO11": ("start_on", "education = 'isced-5-8'"),
    "EECO12": ("start_on", "disability = 'yes'"),
    "EECO13": ("start_on", "third_country"),
    "EECO14": ("start_on", "foreign_background"),
    "EECO15": ("start_on", "minority = 'yes'"),
    "EECO16": ("start_on", "homelessness = 'yes'"),
    "EECO17": ("start_on", "degurba = '3'"),
    "EECR01": ("last_on", "end_on IS NOT NULL AND ls = 'inactive' AND last_kind = 'job-search'"),
    "EECR02": ("edu_on", "end_on IS NOT NULL AND NOT (ls = 'inactive' AND ld = 'in-education')"),
    "EECR03": ("qua_on", "end_on IS NOT NULL"),
    "EECR04": ("last_on", "end_on IS NOT NULL AND ls <> 'employed' AND last_kind = 'job'"),
    "IMPROVED": _IMPROVED,
}
SUPPORT = f"""
SELECT t.code, c.persons, c.times, c.hours
FROM (
  SELECT g.service_type_id, SUM(g.times) AS times, SUM(g.hours) AS hours,
    COUNT(*) FILTER (WHERE (g.service_type_id, g.participation_id) NOT IN (
      SELECT service_type_id, participation_id FROM (
        SELECT x.service_type_id, k.participation_id, DENSE_RANK() OVER (
          PARTITION BY x.service_type_id, n.pesel_index ORDER BY k.start_on, k.participation_id) AS place
        {OF_ONE_PESEL.replace(" WHERE n.", " CROSS JOIN services_supportdelivery x WHERE n.")}
          AND x.participation_id = k.participation_id AND x.superseded_at IS NULL
          AND x.delivered_on BETWEEN %(from)s AND %(to)s
      ) r WHERE place > 1)) AS persons
  FROM (
    SELECT x.service_type_id, x.participation_id, COUNT(*) AS times, SUM(x.hours) AS hours
    FROM services_supportdelivery x
    JOIN beneficiaries_participationversion p ON p.participation_id = x.participation_id
    WHERE p.grant_project_id = %(project)s AND p.superseded_at IS NULL AND x.superseded_at IS NULL
      AND p.start_on IS NOT NULL AND p.missing = '' AND p.eligibility <> '' AND p.in_target_population
      AND x.delivered_on BETWEEN %(from)s AND %(to)s GROUP BY 1, 2
  ) g GROUP BY 1
) c JOIN programmes_servicetype t ON t.id = c.service_type_id
"""


def counting(vendor: str) -> str:
    """Return the statement that counts every indicator by sex and group, in the period and cumulatively."""
    counts = ", ".join(
        f"COUNT(*) FILTER (WHERE {condition} AND {day} BETWEEN %(from)s AND %(to)s),"
        f" COUNT(*) FILTER (WHERE {condition} AND {day} <= %(to)s)"
        for day, condition in CONDITIONS.values()
    )
    return f"{POSTGRESQL if vendor == 'postgresql' else SQLITE} SELECT sex, grp, {counts} FROM p GROUP BY 1, 2"


def as_known(sql: str) -> str:
    """Return a statement on what was known at ``%(known_on)s`` instead of now."""
    known = r"\g<1>recorded_at <= %(known_on)s AND (\g<1>superseded_at IS NULL OR \g<1>superseded_at > %(known_on)s)"
    return re.sub(r"((?:\w+\.)?)superseded_at IS NULL", known, sql)
