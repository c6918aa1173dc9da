"""The fingerprint of a published text, so that anybody can prove later what stood there."""

import hashlib
import unicodedata


def digest_of(language: str, title: str, body: str) -> str:
    """Return SHA-256, in hexadecimal, of language, title, an empty line and the body: UTF-8, NFC, lines end with LF."""
    words = f"{language}\n{title}\n\n{body}".replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(unicodedata.normalize("NFC", words).encode()).hexdigest()
