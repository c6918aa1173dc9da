"""Two expressions that the framework does not have, for SQLite and PostgreSQL alike."""

from typing import Any

from django.db.models import Aggregate, Expression, IntegerField, Subquery, TextField, Value

SEPARATOR = "\x1f"


class InOne(Aggregate):
    """Put the texts of a group into one, divided by ``SEPARATOR``; no order is promised."""

    function = "GROUP_CONCAT"
    name = "InOne"
    output_field = TextField()

    def __init__(self, expression: Expression | str, **extra: Any) -> None:
        """Join ``expression``."""
        super().__init__(expression, Value(SEPARATOR), **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Say it as PostgreSQL does."""
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


class CountOf(Subquery):
    """Count the rows of a query inside another one; bound the query first, so that the count stays cheap."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
