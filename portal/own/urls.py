"""Routes of the own space; ``portal/urls.py`` puts the language before them. Each page of an app gets its own."""

from django.urls import path

from portal.own.registry import own_pages
from portal.own.views import home, passkeys, readers, signing_in

urlpatterns = [
    path("moje/", home.own_home, name="own_home"),
    path("moje/wejscie/", signing_in.own_sign_in, name="own_sign_in"),
    path("moje/dla-kogo/", home.own_about, name="own_about"),
    path("moje/wyjscie/", home.own_leave, name="own_leave"),
    path("moje/klucz/", passkeys.own_passkeys, name="own_passkeys"),
    path("moje/kto-widzial/", readers.own_readers, name="own_readers"),
    *(path(f"moje/{page.path}", page.view, name=page.url_name) for page in own_pages()),
]
