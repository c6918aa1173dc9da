"""Routes as they should be."""

from tests.portal.policy.pages import GOOD

urlpatterns = GOOD
