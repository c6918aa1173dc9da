"""Files in a form."""

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from portal.uploads.forms import UploadForm
from portal.uploads.limits import MAX_FILES
from tests.portal.uploads.corpus import pdf, picture, sent


def form_with(sent_bytes: int = 0, **files) -> UploadForm:
    return UploadForm(QueryDict(), MultiValueDict(files), sent_bytes=sent_bytes)


def test_photos_and_files_come_together():
    form = form_with(photo=[sent("a.jpg", picture())], chosen=[sent("b.pdf", pdf()), sent("c.png", picture("PNG"))])
    assert form.is_valid()
    assert [each.name for each in form.clean_uploads] == ["a.jpg", "b.pdf", "c.png"]


def test_no_file_is_no_mistake():
    form = form_with()
    assert form.is_valid() and form.clean_uploads == [] and not form.lost_files


def test_of_several_files_the_bad_one_is_named():
    form = form_with(chosen=[sent("good.jpg", picture()), sent("bad.jpg", b"<svg/>")])
    assert not form.is_valid()
    assert len(form.errors["chosen"]) == 1 and "bad.jpg" in form.errors["chosen"][0]
    assert form.lost_files


def test_too_many_and_too_large_together_are_said():
    form = form_with(chosen=[sent("a.jpg", picture())] * (MAX_FILES + 1))
    assert str(MAX_FILES) in form.errors["chosen"][0]
    form = form_with(sent_bytes=30 * 2**20)
    assert "20" in form.errors["chosen"][0]
