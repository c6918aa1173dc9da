"""The whole try-out as a person starts it."""

import re
import signal
import socket
import urllib.error
import urllib.request

import pytest

from tests.portal.jobs.running import ON_SQLITE, start, surroundings, wait_until

pytestmark = [pytest.mark.long, ON_SQLITE]


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def fetch(port, path):
    try:
        with urllib.request.urlopen(f"http://localhost:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.URLError:
        return 0, ""


def test_the_try_out_serves_pages_and_files_and_ends_in_good_order(tmp_path, port):
    demo = start(surroundings(tmp_path), "manage.py", "demo", "--port", str(port))
    try:
        assert wait_until(lambda: fetch(port, "/konto/login/")[0] == 200, 240)  # from nothing, on a busy machine
        page = fetch(port, "/konto/login/")[1]
        sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
        assert sheets
        assert all(fetch(port, sheet)[0] == 200 for sheet in sheets)
        assert "2026" in page
    finally:
        demo.send_signal(signal.SIGTERM)
        said = demo.communicate(timeout=30)[0]
    assert demo.returncode == 0, said
    assert fetch(port, "/konto/login/")[0] == 0
    assert "@sopot.example" in said
    assert "Traceback" not in said
