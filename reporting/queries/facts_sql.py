"""The facts statement for each database: the same columns, the way each of them is fastest (at 100,000 people).

``p`` has a row per participation: what is known of it, the day and the answer of the latest complete finding in
the window (with a second person: of the confirmed ones, if there are any), the last labour-market event in the window,
the first education and the first qualification in it. Of two records of one PESEL that both count, only the one that
started first is there (R34). Where a rule asks for days of support, ``s`` has them: one pass
over the deliveries, however many rules ask.

On PostgreSQL ``v`` is a name and not a table made beforehand: of such a table the planner knows no statistics, takes
few rows for granted and looks each of a hundred thousand people up alone.
"""

SQLITE = """
WITH {given}p AS MATERIALIZED (
  SELECT {columns}{given_columns}, f.found_on, f.outcome = 'improved' AS improved, {f_confirmed} AS confirmed,
    CASE WHEN l.kind = 'job' THEN l.occurred_on END AS job_on,
    CASE WHEN l.kind = 'job-search' THEN l.occurred_on END AS job_search_on,
    (SELECT MIN(x.occurred_on) FROM cases_exitevent x WHERE x.participation_id = v.participation_id AND {x_known}
       AND x.occurred_on BETWEEN {window} AND x.kind = 'education') AS education_on,
    (SELECT MIN(x.occurred_on) FROM cases_exitevent x WHERE x.participation_id = v.participation_id AND {x_known}
       AND x.occurred_on BETWEEN {window} AND x.kind = 'qualification') AS qualification_on
  FROM beneficiaries_participationversion v
  LEFT JOIN cases_exitfinding f ON f.id = (
    SELECT x.id FROM cases_exitfinding x
    WHERE x.participation_id = v.participation_id AND {x_known} AND x.is_complete AND x.found_on BETWEEN {window}
    ORDER BY {first}x.found_on DESC, x.fact_id DESC LIMIT 1)
  LEFT JOIN cases_exitevent l ON l.id = (
    SELECT x.id FROM cases_exitevent x
    WHERE x.participation_id = v.participation_id AND {x_known} AND x.occurred_on BETWEEN {window}
      AND x.kind IN ('job', 'job-search')
    ORDER BY x.occurred_on DESC, x.fact_id DESC LIMIT 1){given_join}
  WHERE v.grant_project_id = %(project)s AND {v_known}{one}{once}
)
"""

POSTGRESQL = """
WITH {twice}v AS NOT MATERIALIZED (
  SELECT {columns} FROM beneficiaries_participationversion v
  WHERE v.grant_project_id = %(project)s AND {v_known}{one}{once}
), f AS (
  SELECT DISTINCT ON (x.participation_id) x.participation_id, x.found_on, x.outcome = 'improved' AS improved,
    {x_confirmed} AS confirmed
  FROM cases_exitfinding x JOIN v ON v.participation_id = x.participation_id
  WHERE {x_known} AND x.is_complete AND x.found_on BETWEEN {window}
  ORDER BY x.participation_id, {first}x.found_on DESC, x.fact_id DESC
), l AS (
  SELECT DISTINCT ON (x.participation_id) x.participation_id, x.occurred_on, x.kind
  FROM cases_exitevent x JOIN v ON v.participation_id = x.participation_id
  WHERE {x_known} AND x.occurred_on BETWEEN {window} AND x.kind IN ('job', 'job-search')
  ORDER BY x.participation_id, x.occurred_on DESC, x.fact_id DESC
), m AS (
  SELECT x.participation_id,
    MIN(x.occurred_on) FILTER (WHERE x.kind = 'education') AS education_on,
    MIN(x.occurred_on) FILTER (WHERE x.kind = 'qualification') AS qualification_on
  FROM cases_exitevent x JOIN v ON v.participation_id = x.participation_id
  WHERE {x_known} AND x.occurred_on BETWEEN {window}
  GROUP BY x.participation_id
), {given}p AS (
  SELECT v.*{given_columns}, f.found_on, f.improved, f.confirmed,
    CASE WHEN l.kind = 'job' THEN l.occurred_on END AS job_on,
    CASE WHEN l.kind = 'job-search' THEN l.occurred_on END AS job_search_on,
    m.education_on, m.qualification_on
  FROM v LEFT JOIN f USING (participation_id) LEFT JOIN l USING (participation_id) LEFT JOIN m USING (participation_id)
  {given_join}
)
"""

GIVEN_SQLITE = """s AS (
  SELECT x.participation_id, {facts} FROM services_supportdelivery x
  WHERE {x_known} AND x.service_type_id IN (SELECT t.id FROM programmes_servicetype t
    WHERE t.grant_project_id = %(project)s){one}
  GROUP BY x.participation_id
), """
GIVEN_POSTGRESQL = """s AS (
  SELECT x.participation_id, {facts} FROM services_supportdelivery x JOIN v ON v.participation_id = x.participation_id
  WHERE {x_known} GROUP BY x.participation_id
), """
GIVEN_JOIN = " LEFT JOIN s ON s.participation_id = v.participation_id"
COUNTS = "{t}.start_on IS NOT NULL AND {t}.missing = '' AND {t}.eligibility <> '' AND {t}.in_target_population"
"""What makes a participant count, as ``reporting.indicators.conditions.BASE`` says it."""
_TWICE = """FROM beneficiaries_person again
    {join} beneficiaries_person a ON a.pesel_index = again.pesel_index
    {join} beneficiaries_participation la ON la.person_id = a.id AND la.grant_project_id = %(project)s
    {join} beneficiaries_participationversion late ON late.participation_id = la.id AND {late_known} AND {late_counts}
    {join} beneficiaries_person b ON b.pesel_index = again.pesel_index AND b.id <> a.id
    {join} beneficiaries_participation eb ON eb.person_id = b.id AND eb.grant_project_id = %(project)s
    {join} beneficiaries_participationversion early ON early.participation_id = eb.id AND {early_known}
      AND {early_counts}
    WHERE again.pesel_place > 0 AND (early.start_on < late.start_on
      OR (early.start_on = late.start_on AND early.participation_id < late.participation_id))"""
"""Few records stand at another place than the first, and an index knows them: none of them, nothing to pay.

``join`` is the word that joins. Where hardly anybody has a PESEL, SQLite takes the index for useless and would begin
with every pair of participants, so it is bound to this order.
"""
JOIN = {"sqlite": "CROSS JOIN"}
_OF_ONE_PESEL = """FROM beneficiaries_person n
    {join} beneficiaries_participation t ON t.person_id = n.id AND t.grant_project_id = %(project)s
    {join} beneficiaries_participationversion k ON k.participation_id = t.id AND {k_known} AND {k_counts}"""
_WRITTEN_AGAIN = (
    "n.pesel_index IN (SELECT again.pesel_index FROM beneficiaries_person again WHERE again.pesel_place > 0)"
)
"""Whoever is asked about stands at two places: the same few, read once instead of joined with themselves."""
_LATER = f"""SELECT r.participation_id FROM (
      SELECT k.participation_id,
        ROW_NUMBER() OVER (PARTITION BY n.pesel_index ORDER BY k.start_on, k.participation_id) AS place
      {_OF_ONE_PESEL}
      WHERE {_WRITTEN_AGAIN}
    ) r WHERE r.place > 1"""
NAMED = {
    "postgresql": f"""twice AS MATERIALIZED (
  {_LATER}
), """
}
"""Where ``v`` is read again and again, the later records are found and planned once."""
ONCE = {
    "postgresql": " AND v.participation_id NOT IN (SELECT participation_id FROM twice)",
    "sqlite": f"""
  AND v.participation_id NOT IN (
    {_LATER})""",
}
TWICE = f"SELECT DISTINCT late.participation_id, early.participation_id {_TWICE}"
"""Of records of one PESEL that count in a project: each later one, with each earlier one."""
GIVEN_TWICE = f"""SELECT r.service_type_id, COUNT(DISTINCT r.participation_id) AS records FROM (
    SELECT x.service_type_id, k.participation_id, DENSE_RANK() OVER (
      PARTITION BY x.service_type_id, n.pesel_index ORDER BY k.start_on, k.participation_id) AS place
    {_OF_ONE_PESEL}
    {{join}} services_supportdelivery x ON x.participation_id = k.participation_id AND {{x_known}}
      AND x.delivered_on BETWEEN %(from)s AND %(to)s
    WHERE {_WRITTEN_AGAIN}
  ) r WHERE r.place > 1 GROUP BY r.service_type_id"""
"""By kind of support, how many further records of one PESEL hold it in the period beside an earlier one (R34)."""
