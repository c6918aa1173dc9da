"""A web process carries what pages need and nothing more, and its collector passes over what stays."""

import json
import subprocess
import sys

from portal.settings.environment import ROOT

SERVING = """
import gc, json, sys
import portal.wsgi
from django.urls import get_resolver
get_resolver().reverse_dict
print(json.dumps([sorted({name.partition(".")[0] for name in sys.modules}), gc.get_freeze_count(), gc.get_threshold()[0]]))
"""
HEAVY = {"openpyxl", "xlsxwriter", "pikepdf", "lxml", "PIL", "weasyprint", "numpy", "pandas"}


def test_web_process_carries_no_library_of_files_and_looks_for_garbage_seldom():
    """Forty MiB of a worker, and a tenth of a page's time."""
    answer = subprocess.run([sys.executable, "-c", SERVING], cwd=ROOT, capture_output=True, text=True, check=True)
    libraries, frozen, threshold = json.loads(answer.stdout)
    assert {"reporting", "services", "django"} <= set(libraries)
    assert not HEAVY & set(libraries)
    assert frozen > 100_000
    assert threshold == 20_000
