"""Passphrases: how strong one is, and the optional copy in the operating system's key store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sinolens.storage.errors import KeyStoreFault

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


@contextmanager
def _asking() -> Iterator[None]:
    """Turn what a key store raises into one error: its back ends raise errors of D-Bus, of the system and their own."""
    try:
        yield
    except Exception as error:
        raise KeyStoreFault(
            "This computer's key store did not answer. The passphrase itself opens the file as always."
        ) from error


def key_store_name() -> str:
    """Name of the operating system's key store, "" when there is none that keeps secrets.

    Raises:
        KeyStoreFault: it cannot be asked.
    """
    with _asking():
        import keyring
        from keyring.backends import fail, null

        backend = keyring.get_keyring()
        return "" if isinstance(backend, fail.Keyring | null.Keyring) else str(backend.name)


def remember_passphrase(project: Path, passphrase: str) -> bool:
    """Put a copy into the key store of this account; False when there is no store.

    The passphrase itself goes on opening the file everywhere: it is the recovery passphrase.

    Raises:
        KeyStoreFault: it refuses, or it did not keep what it was given.
    """
    if not key_store_name():
        return False
    with _asking():
        import keyring

        keyring.set_password(SERVICE, str(project.absolute()), passphrase)
    return recall_passphrase(project) == passphrase


def recall_passphrase(project: Path) -> str | None:
    """The copy in the key store, None when there is none.

    Raises:
        KeyStoreFault: it cannot be asked.
    """
    if not key_store_name():
        return None
    with _asking():
        import keyring

        return keyring.get_password(SERVICE, str(project.absolute()))


def forget_passphrase(project: Path) -> None:
    """Take the copy out of the key store.

    Raises:
        KeyStoreFault: it cannot be asked.
    """
    if recall_passphrase(project) is not None:
        with _asking():
            import keyring

            keyring.delete_password(SERVICE, str(project.absolute()))
