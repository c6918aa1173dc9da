"""SM EFS without a database: what a layout says, what a line says, which rules it breaks."""
