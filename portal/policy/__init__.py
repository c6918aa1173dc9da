"""Who may do what: the matrix, the decisions, the gate."""
