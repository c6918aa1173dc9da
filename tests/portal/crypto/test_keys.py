"""The key ring: made once, readable by its owner alone, refused when unsafe."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.crypto.keys import load_key_ring, new_key_ring, write_key_ring

ROOT = Path(__file__).parents[3]


@pytest.fixture
def ring_file(tmp_path):
    return tmp_path / "secrets" / "keys.json"


def test_first_use_makes_a_ring_that_only_its_owner_reads(ring_file):
    load_key_ring(str(ring_file), create=True)
    assert stat.S_IMODE(ring_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(ring_file.parent.stat().st_mode) == 0o700
    assert [path.name for path in ring_file.parent.iterdir()] == ["keys.json"]


def test_ring_stays_what_it_is(ring_file):
    first = load_key_ring(str(ring_file), create=True)
    write_key_ring(ring_file)
    assert load_key_ring(str(ring_file), create=True) == first


def test_processes_that_start_at_once_share_one_ring(ring_file):
    code = (
        "import sys; from portal.crypto.keys import load_key_ring; sys.stdin.read(1);"
        "print(load_key_ring(sys.argv[1], create=True).index.hex())"
    )
    start = [sys.executable, "-c", code, str(ring_file)]
    runs = [
        subprocess.Popen(start, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(6)
    ]
    for run in runs:
        run.stdin.write("x")
        run.stdin.flush()
    assert len({run.communicate()[0] for run in runs}) == 1
    assert [path.name for path in ring_file.parent.iterdir()] == ["keys.json"]


def test_production_does_not_make_its_own_ring(ring_file):
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        load_key_ring(str(ring_file))
    assert not ring_file.exists()


def damaged(**changes):
    return json.dumps({**new_key_ring(), **changes})


def one_key_for_two():
    ring = new_key_ring()
    return json.dumps({**ring, "audit": ring["index"]})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "no json",
        damaged(current="k9"),
        damaged(secret_key="short"),
        damaged(index="c2hvcnQ="),
        damaged(index="!not base64!"),
        damaged(field={"k1": "c2hvcnQ="}),
        damaged(field=[]),
        one_key_for_two(),
    ],
)
def test_unsafe_ring_is_refused_without_telling_it(ring_file, content):
    ring_file.parent.mkdir()
    ring_file.write_text(content)
    with pytest.raises(ImproperlyConfigured) as refusal:
        load_key_ring(str(ring_file))
    assert "c2hvcnQ" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_ring_does_not_show_its_keys(ring_file):
    ring = load_key_ring(str(ring_file), create=True)
    assert repr(ring) == str(ring) == "<KeyRing current=k1 ids=['k1']>"


def test_ring_from_before_heads_were_signed_needs_nothing(ring_file):
    ring_file.parent.mkdir()
    older = {name: value for name, value in new_key_ring().items() if name != "heads"}
    ring_file.write_text(json.dumps(older))
    first, again = load_key_ring(str(ring_file)), load_key_ring(str(ring_file))
    assert first == again
    assert first.heads == first.former_heads
    assert first.heads not in (first.audit, first.index, first.pseudonym)


def test_new_ring_signs_heads_with_a_key_of_its_own(ring_file):
    ring = load_key_ring(str(ring_file), create=True)
    assert len(ring.heads) == 32
    assert ring.heads != ring.former_heads


def test_key_of_heads_that_is_no_key_is_refused(ring_file):
    ring_file.parent.mkdir()
    ring_file.write_text(damaged(heads="c2hvcnQ="))
    with pytest.raises(ImproperlyConfigured):
        load_key_ring(str(ring_file))
