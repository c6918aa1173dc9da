"""When a course is completed, as pure functions (R98)."""

from typing import Protocol


class _HasThreshold(Protocol):
    attendance_threshold: int


class _MayHaveThreshold(Protocol):
    attendance_threshold: int | None


ALL = 100


def threshold_of(course: _MayHaveThreshold, project: _HasThreshold) -> int:
    """Return the share of classes, in percent, that a course asks for: its own, else that of the project."""
    return project.attendance_threshold if course.attendance_threshold is None else course.attendance_threshold


def reaches(attended: int, held: int, threshold: int) -> bool:
    """Tell whether so much was attended; nobody completes a course of which nothing was held (R98)."""
    return held > 0 and attended * ALL >= held * threshold


def share_of(attended: int, held: int) -> int:
    """Return the attended share in percent, rounded down, so that what is shown never reaches what is not."""
    return attended * ALL // held if held else 0
