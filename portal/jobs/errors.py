"""Why a job does not go on."""


class JobCancelled(Exception):
    """Somebody cancelled the job while it ran."""


class LeaseLost(Exception):
    """The job was given to another worker, because this one was silent for longer than its lease."""


class JobFailed(Exception):
    """The job cannot be done, now or later; the words are one sentence for the person who asked for it."""


class JobRefused(JobFailed):
    """The person who asked for the job no longer has the right that it needs."""
