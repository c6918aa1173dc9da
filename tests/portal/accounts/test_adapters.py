"""What the sign-in library asks us."""

import json
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from portal.accounts.adapters import ClosedAccountAdapter, SealedMFAAdapter
from portal.crypto.sealing import SealBroken


def test_nobody_signs_up(rf):
    assert ClosedAccountAdapter().is_open_for_signup(rf.get("/")) is False


def test_subject_of_mail_says_nothing(rf):
    subjects = {ClosedAccountAdapter().format_email_subject(text) for text in ("Password reset", "Second factor added")}
    assert len(subjects) == 1


def test_seed_of_one_time_codes_is_sealed_in_the_database_and_still_works(caseworker_city):
    secret = generate_totp_secret()
    TOTP.activate(caseworker_city, secret)
    stored = json.dumps(Authenticator.objects.get(user=caseworker_city).data)
    assert secret not in stored
    adapter = SealedMFAAdapter()
    assert adapter.decrypt(json.loads(stored)["secret"]) == secret


def test_recovery_codes_can_be_used_after_reading_them_back(caseworker_city):
    RecoveryCodes.activate(caseworker_city)
    codes = RecoveryCodes(Authenticator.objects.get(user=caseworker_city))
    assert codes.validate_code(codes.get_unused_codes()[0])


def test_equal_seeds_look_different_and_a_changed_one_does_not_open():
    adapter = SealedMFAAdapter()
    sealed = adapter.encrypt("seed")
    assert sealed != adapter.encrypt("seed")
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(SealBroken):
        adapter.decrypt(changed)


def test_seed_sealed_with_an_older_key_still_opens(settings):
    adapter = SealedMFAAdapter()
    sealed = adapter.encrypt("seed")
    ring = settings.PORTAL_KEY_RING
    newer = replace(ring, current="k2", field={**ring.field, "k2": b"2" * 32})
    settings.PORTAL_KEY_RING = newer
    assert adapter.decrypt(sealed) == "seed"
    assert adapter.decrypt(adapter.encrypt("other")) == "other"
