"""Whose marks stand at the foot of pages (R74); papers bear those of their grant project."""

from portal.settings.environment import env

FEP_POMORZE = [
    "Fundusze Europejskie dla Pomorza",
    "Rzeczpospolita Polska",
    "Dofinansowane przez Unię Europejską",
    "Urząd Marszałkowski Województwa Pomorskiego",
]
PORTAL_MARKS = [name for each in env.list("PORTAL_MARKS", default=FEP_POMORZE) if (name := each.strip())]
