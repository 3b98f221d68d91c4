"""Use case: rules and institutions of the user's own, read from a file, checked, and kept beside the bundled ones."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sinolens.domain.definition import Institution
from sinolens.domain.rule import Rule
from sinolens.reference.loader import Reference, load_reference
from sinolens.reference.own_packs import SUFFIX, OwnPack, lay_packs_over, read_pack
from sinolens.reference.pack import PackError
from sinolens.services.errors import Refused
from sinolens.storage.paths import rules_beside

LARGEST = 2 * 2**20
_laid: dict[tuple[str, tuple[tuple[str, int, int], ...]], Reference] = {}


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack that is on file. `replaced`: another one of its name was before it."""

    name: str
    rules: tuple[Rule, ...]
    institutions: tuple[Institution, ...]
    replaced: bool

    @property
    def words(self) -> str:
        """What it holds, for people."""
        named = [*(f"institution {one.name}" for one in self.institutions), *(f"rule {one.name}" for one in self.rules)]
        return ", ".join(named)


def lay_own_rules_over(reference: Reference, lists: Path) -> Reference:
    """The facts with the user's own rules and institutions laid over them.

    Args:
        reference: bundled, with the imported editions.
        lists: folder of the imported editions; the packs stand beside it.

    Raises:
        Refused: a pack was damaged since it was kept; says file, line and field, and how to go on.
    """
    folder = rules_beside(lists)
    files = tuple(sorted((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in folder.glob(f"*{SUFFIX}"))
                  if folder.is_dir() else ())
    if not files:
        return reference
    key = (reference.id, files)
    if key not in _laid:
        try:
            made = lay_packs_over(reference, folder)
        except (PackError, OSError) as error:
            raise Refused(
                f"The own rules in {folder} are damaged: {error}. Import the file again, or move it away to go on "
                "without it."
            ) from error
        _laid.clear()
        _laid[key] = made
    return _laid[key]


def keep_pack(lists: Path, file: Path, reference: Reference | None = None) -> KeptPack:
    """Check a file of rules or of institutions and keep it; what cannot be used is not kept, and the last one stays.

    Args:
        lists: folder of the imported editions; packs are kept beside it.
        file: the file; one of the same name replaces the one before it.
        reference: the bundled facts with the imported editions; None reads them.

    Raises:
        Refused: it cannot be read, or names an unknown list, date, field, rule or issuer; says file, line and field.
    """
    if file.suffix.lower() != SUFFIX:
        raise Refused(f"{file.name} is no file of rules or institutions: those are {SUFFIX} files.")
    folder = rules_beside(lists)
    bundled = reference or load_reference(lists if (lists / "editions.csv").is_file() else None)
    try:
        if file.stat().st_size > LARGEST:
            raise Refused(f"{file.name} is larger than {LARGEST // 2**20} MB. It was not read.")
        with tempfile.TemporaryDirectory() as name:
            tried = Path(name)
            if folder.is_dir():
                for other in folder.glob(f"*{SUFFIX}"):
                    shutil.copyfile(other, tried / other.name)
            (tried / file.name).unlink(missing_ok=True)
            pack = _read(tried, file, bundled)
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            replaced = (folder / file.name).exists()
            part = folder / f".{file.name}.part"
            part.write_bytes((tried / file.name).read_bytes())
            part.replace(folder / file.name)
    except PackError as error:
        stays = " The one kept before stays in use." if (folder / file.name).exists() else ""
        raise Refused(f"{error}. Nothing was kept.{stays}") from error
    except OSError as error:
        raise Refused(f"{file.name} could not be read or kept: {error.strerror or error}.") from error
    return KeptPack(file.name, pack.rules, pack.institutions, replaced)


def _read(tried: Path, file: Path, bundled: Reference) -> OwnPack:
    """The new file by itself, then everything together: another pack may rest on the one it replaces."""
    beside = lay_packs_over(bundled, tried) if _stands_alone(tried, bundled) else bundled
    shutil.copyfile(file, tried / file.name)
    pack = read_pack(tried, file.name, beside)
    lay_packs_over(bundled, tried)
    return pack


def _stands_alone(tried: Path, bundled: Reference) -> bool:
    try:
        lay_packs_over(bundled, tried)
    except PackError:
        return False
    return True


def drop_pack(lists: Path, name: str) -> None:
    """Take a pack away again.

    Raises:
        Refused: there is none of that name, or it cannot be removed.
    """
    path = rules_beside(lists) / Path(name).name
    try:
        path.unlink()
    except OSError as error:
        raise Refused(f"{name} is not among the own rules: {error.strerror}.") from error


def describe_packs(lists: Path) -> list[str]:
    """Names of the packs on file."""
    folder = rules_beside(lists)
    return sorted(path.name for path in folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
