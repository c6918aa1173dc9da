"""Charts drawn on the server, for pages and for paper: numbers in, SVG attribute values out (DESIGN §9).

No style, no script, no database. The tags of ``portal/ui/templatetags/charts.py`` write the SVG.
"""

from portal.ui.charts.bars import Bar, GroupBars
from portal.ui.charts.bullets import Bullet, bullet
from portal.ui.charts.dumbbells import Change, Dumbbell, Ends
from portal.ui.charts.lines import CumulativeLine, LineDrawing, Mark, Step
from portal.ui.charts.looks import PAPER, SCREEN, Look, look_of

__all__ = [
    "PAPER",
    "SCREEN",
    "Bar",
    "Bullet",
    "Change",
    "CumulativeLine",
    "Dumbbell",
    "Ends",
    "GroupBars",
    "LineDrawing",
    "Look",
    "Mark",
    "Step",
    "bullet",
    "look_of",
]
