"""Passphrases: how strong one is, and the optional copy in the operating system's key store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SERVICE = "sinolens"
LEVELS = ("Very weak", "Weak", "Fair", "Good", "Strong")


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a passphrase is to guess: `level` 0 to 4, its name, and what would help."""

    level: int
    name: str
    advice: str


def rate_passphrase(passphrase: str) -> Strength:
    """Rate a passphrase (zxcvbn; the first 72 characters decide)."""
    if not passphrase:
        return Strength(0, LEVELS[0], "Several unrelated words are easy to remember and hard to guess.")
    from zxcvbn import zxcvbn  # 0.3 s to import: only when somebody types a passphrase

    answer = zxcvbn(passphrase[:72])
    level = int(answer["score"])
    advice = str(answer["feedback"]["warning"] or "")
    if level < 3 and not advice:
        advice = "Add another word or two."
    return Strength(level, LEVELS[level], advice)


def key_store_name() -> str:
    """Name of the operating system's key store, "" when there is none that keeps secrets."""
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    return "" if isinstance(backend, fail.Keyring | null.Keyring) else str(backend.name)


def remember_passphrase(project: Path, passphrase: str) -> bool:
    """Put a copy into the key store of this account; False when there is no store.

    The passphrase itself goes on opening the file everywhere: it is the recovery passphrase.
    """
    if not key_store_name():
        return False
    import keyring

    keyring.set_password(SERVICE, str(project.absolute()), passphrase)
    return True


def recall_passphrase(project: Path) -> str | None:
    """The copy in the key store, None when there is none."""
    if not key_store_name():
        return None
    import keyring

    return keyring.get_password(SERVICE, str(project.absolute()))


def forget_passphrase(project: Path) -> None:
    """Take the copy out of the key store."""
    if recall_passphrase(project) is not None:
        import keyring

        keyring.delete_password(SERVICE, str(project.absolute()))
