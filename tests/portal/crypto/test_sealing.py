"""A sealed value opens only where it was sealed, with the key that sealed it, and untouched."""

import hashlib
import hmac
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.crypto.sealing import SealBroken, blind_index, fingerprint, key_id_of, master_key_of, seal, unseal

KEY = bytes(range(32))
PLACE = "table|column|0190"


@given(st.binary(max_size=300))
def test_opens_where_it_was_sealed(value):
    assert unseal(KEY, seal(KEY, "k1", value, PLACE), PLACE) == value


def test_equal_values_look_different():
    assert seal(KEY, "k1", b"same", PLACE) != seal(KEY, "k1", b"same", PLACE)


@pytest.mark.parametrize("place", ["other|column|0190", "table|other|0190", "table|column|0191", ""])
def test_does_not_open_elsewhere(place):
    with pytest.raises(SealBroken):
        unseal(KEY, seal(KEY, "k1", b"secret", PLACE), place)


def test_does_not_open_with_another_key():
    with pytest.raises(SealBroken):
        unseal(os.urandom(32), seal(KEY, "k1", b"secret", PLACE), PLACE)


def test_any_flipped_bit_breaks_the_seal():
    sealed = seal(KEY, "k1", b"secret", PLACE)
    for position in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises(SealBroken):
            unseal(KEY, bytes(changed), PLACE)


def test_any_shortened_value_breaks_the_seal():
    sealed = seal(KEY, "k1", b"secret", PLACE)
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal(KEY, sealed[:length], PLACE)


@given(st.binary(max_size=80))
def test_noise_breaks_the_seal_and_nothing_else(noise):
    with pytest.raises(SealBroken):
        unseal(KEY, noise, PLACE)


def test_broken_seal_rings_in_the_log_and_says_no_value(caplog):
    with pytest.raises(SealBroken):
        unseal(KEY, seal(KEY, "k1", b"secret", PLACE), "table|other|0190")
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("CRITICAL", "a sealed value does not open: table|other|0190")
    ]


@pytest.mark.parametrize("key_id", ["k1", "klucz-ą", "x" * 255])
def test_value_names_its_key(key_id):
    assert key_id_of(seal(KEY, key_id, b"", PLACE)) == key_id


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x02\x02k1" + bytes(40), b"\x01\x02\xff\xfe" + bytes(40)])
def test_what_was_never_sealed_names_no_key(sealed):
    with pytest.raises(SealBroken):
        key_id_of(sealed)


def test_key_that_left_the_ring_breaks_the_seal():
    with pytest.raises(SealBroken):
        master_key_of(seal(KEY, "retired", b"", PLACE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("90051712340", " 900517-12340 "),
        ("FE 123456", "fe123456"),
        ("+48 600-100.200", "+48600100200"),
        ("Anna@Example.test", " anna@example.test"),
        ("ＡＢ１２", "AB12"),
    ],
)
def test_blind_index_finds_a_value_however_it_is_written(one, other):
    assert blind_index("kind", one) == blind_index("kind", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna-maria@example.test", "annamaria@example.test"),
        ("a.b@example.test", "ab@example.test"),
        ("90051712340", "90051712341"),
        ("+48600100200", "48600100200"),
    ],
)
def test_blind_index_tells_values_apart(one, other):
    assert blind_index("kind", one) != blind_index("kind", other)


def test_blind_index_differs_by_kind_and_from_a_fingerprint():
    assert blind_index("pesel", "90051712340") != blind_index("document", "90051712340")
    assert fingerprint("search", "Kowal") != fingerprint("sign-in", "Kowal")


@pytest.mark.parametrize("blank", ["", "  ", "--"])
def test_nothing_has_no_blind_index(blank):
    assert blind_index("pesel", blank) is None


def test_blind_index_is_no_hash_that_can_be_tried_out_without_its_key(settings):
    value = b"90051712340"
    guesses = {hashlib.new(name, value).digest() for name in ("md5", "sha1", "sha256")}
    for key in (settings.SECRET_KEY.encode(), settings.PORTAL_KEY_RING.audit, *settings.PORTAL_KEY_RING.field.values()):
        guesses |= {hmac.new(key, message, hashlib.sha256).digest() for message in (value, b"pesel\x00" + value)}
    assert blind_index("pesel", value.decode()) not in guesses
