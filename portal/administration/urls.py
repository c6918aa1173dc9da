"""Routes of the administration."""

from django.urls import path

from portal.administration.views import accounts, dictionaries, ending, inviting, projects, roles, team

urlpatterns = [
    path("administracja/uzytkownicy/", accounts.staff_list, name="staff_list"),
    path("administracja/uzytkownicy/zapros/", inviting.invite_page, name="invite"),
    path("administracja/uzytkownicy/<int:account>/", accounts.account_page, name="account"),
    path("administracja/uzytkownicy/<int:account>/rola/", roles.give_role, name="give_role"),
    path("administracja/uzytkownicy/<int:account>/koniec/", ending.end_access, name="end_access"),
    path("administracja/uzytkownicy/<int:account>/zaproszenie/", inviting.invitation_action, name="invitation"),
    path("administracja/uzytkownicy/<int:account>/logowanie/", ending.lost_factors, name="lost_factors"),
    path("administracja/role/", roles.role_table, name="role_table"),
    path("administracja/uzytkownicy/rola/<int:membership>/", roles.move_day, name="move_day"),
    path("administracja/slowniki/", dictionaries.dictionary_list, name="dictionaries"),
    path("administracja/slowniki/<slug:dictionary>/", dictionaries.dictionary_page, name="dictionary"),
    path("administracja/slowniki/<slug:dictionary>/nowy/", dictionaries.new_entry, name="new_entry"),
    path("administracja/slowniki/<slug:dictionary>/<slug:entry>/", dictionaries.change_entry_page, name="change_entry"),
    path("koordynacja/projekt/", projects.project_page, name="project"),
    path("koordynacja/zespol/", team.team_page, name="team"),
    path("koordynacja/zespol/odejscie/", team.leaving, name="leaving"),
]
