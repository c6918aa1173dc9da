"""The floor of a page: the smallest honest Django site that shows the same people from the same database.

Session, account, languages, protection of forms, messages, one template, and one durable insert a page in place of the
audit event (performance.md §2 and the decision in security.md). No rights, no design, no explanations.
"""
