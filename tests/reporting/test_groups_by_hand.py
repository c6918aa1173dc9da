"""A list meets groups that people alone choose: a blank group stays open, and the person counts all the same (R2)."""

from portal.programmes.models import TargetGroup


def test_blank_group_waits_for_a_person_and_a_written_one_stands(take, people):
    TargetGroup.objects.update(rule={"by_hand": True})
    people.supported()
    people.supported(group="emeryt")
    done = take(people)
    assert (done.version(1).target_group, done.version(1).target_group_written) == (None, False)
    assert (done.version(2).target_group.code, done.version(2).target_group_written) == ("seniors", True)
    assert done.total("EECO01") == 2
