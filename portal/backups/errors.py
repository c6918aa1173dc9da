"""What can stand in the way of a backup or of bringing it back; the text is one sentence for the operator."""


class BackupError(Exception):
    """A backup cannot be made, or a restore cannot begin or go on."""


class NotRestorable(BackupError):
    """The file itself is the reason: damaged, for another key, of another kind of database, from a newer version."""
