"""Use case: rules and institutions of the user's own, read from a file, checked, and kept beside the bundled ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sinolens.domain.definition import Institution
from sinolens.domain.rule import Rule
from sinolens.reference.loader import Reference, load_reference
from sinolens.reference.own_packs import SUFFIX, lay_packs_over, read_pack
from sinolens.reference.pack import PackError
from sinolens.services.errors import Refused
from sinolens.services.universe import folder_in_memory
from sinolens.storage.paths import rules_beside

LARGEST = 2 * 2**20
_laid_texts: dict[tuple[str, tuple[tuple[str, str], ...]], Reference] = {}
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


def lay_texts_over(reference: Reference, packs: Mapping[str, str]) -> Reference:
    """The facts with rules and institutions laid over them that a project keeps.

    Args:
        reference: the facts without any of the user's own.
        packs: name of each file to its text.

    Raises:
        Refused: they cannot be laid over these facts; says file, line and field.
    """
    if not packs:
        return reference
    key = (reference.id, tuple(sorted(packs.items())))
    if key not in _laid_texts:
        try:
            made = lay_packs_over(reference, folder_in_memory(packs))
        except PackError as error:
            raise Refused(f"The project's own rules cannot be used: {error}. Import the file again.") from error
        _laid_texts.clear()
        _laid_texts[key] = made
    return _laid_texts[key]


def read_packs(lists: Path) -> dict[str, str]:
    """Name and text of this computer's packs, as they were kept.

    Raises:
        Refused: a file cannot be read.
    """
    folder = rules_beside(lists)
    try:
        return {name: (folder / name).read_text(encoding="utf-8") for name in describe_packs(lists)}
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"The own rules in {folder} cannot be read: {error}.") from error


def check_pack(kept: Mapping[str, str], file: Path, reference: Reference) -> tuple[KeptPack, str]:
    """Check a file of rules or of institutions beside those that are kept; nothing is kept by this.

    Args:
        kept: packs by name; one of the file's name is replaced by it.
        file: the file.
        reference: the facts with the imported editions, without packs.

    Returns:
        What it holds, and its text.

    Raises:
        Refused: it cannot be read, or names an unknown list, date, field, rule or issuer; says file, line and field.
    """
    if file.suffix.lower() != SUFFIX:
        raise Refused(f"{file.name} is no file of rules or institutions: those are {SUFFIX} files.")
    replaced = file.name in kept
    try:
        if file.stat().st_size > LARGEST:
            raise Refused(f"{file.name} is larger than {LARGEST // 2**20} MB. It was not read.")
        text = file.read_text(encoding="utf-8")
        others = {name: other for name, other in kept.items() if name != file.name}
        every = folder_in_memory({**others, file.name: text})
        # The new file by itself, then everything together: another pack may rest on the one it replaces.
        pack = read_pack(every, file.name, _lay_if_whole(reference, others))
        lay_packs_over(reference, every)
    except PackError as error:
        stays = " The one kept before stays in use." if replaced else ""
        raise Refused(f"{error}. Nothing was kept.{stays}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file.name} is no text in UTF-8. Nothing was kept.") from error
    except OSError as error:
        raise Refused(f"{file.name} could not be read: {error.strerror or error}.") from error
    return KeptPack(file.name, pack.rules, pack.institutions, replaced), text


def keep_pack(lists: Path, file: Path) -> KeptPack:
    """Check a file of rules or of institutions and keep it; what cannot be used is not kept, and the last one stays.

    Args:
        lists: folder of the imported editions; packs are kept beside it.
        file: the file; one of the same name replaces the one before it.

    Raises:
        Refused: as `check_pack`, or it cannot be written.
    """
    found, text = check_pack(read_packs(lists), file, _load_bundled(lists))
    folder = rules_beside(lists)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = folder / f".{file.name}.part"
        part.write_text(text, encoding="utf-8", newline="")
        part.replace(folder / file.name)
    except OSError as error:
        raise Refused(f"{file.name} could not be kept: {error.strerror or error}.") from error
    return found


def _lay_if_whole(reference: Reference, packs: Mapping[str, str]) -> Reference:
    """The facts with other packs laid over them; without them where they need the one that is being replaced."""
    try:
        return lay_packs_over(reference, folder_in_memory(packs)) if packs else reference
    except PackError:
        return reference


def drop_pack(lists: Path, name: str) -> None:
    """Take a pack away again; one that was damaged since can be taken away too.

    Args:
        lists: folder of the imported editions; packs are kept beside it.
        name: of the pack's file.

    Raises:
        Refused: there is none of that name, another pack rests on it, or it cannot be removed.
    """
    kept = read_packs(lists)
    others = {other: text for other, text in kept.items() if other != name}
    if name not in kept:
        raise Refused(f"{name} is not among the own rules.")
    bundled = _load_bundled(lists)
    if _is_whole(bundled, kept) and not _is_whole(bundled, others):
        raise Refused(f"{name} stays: another file of your own names what is in it. Take that one away first.")
    try:
        (rules_beside(lists) / name).unlink()
    except OSError as error:
        raise Refused(f"{name} could not be taken away: {error.strerror}.") from error


def _load_bundled(lists: Path) -> Reference:
    """The bundled facts with the imported editions, without rules of the user's own."""
    return load_reference(lists if (lists / "editions.csv").is_file() else None)


def _is_whole(reference: Reference, packs: Mapping[str, str]) -> bool:
    try:
        lay_packs_over(reference, folder_in_memory(packs))
    except PackError:
        return False
    return True


def describe_packs(lists: Path) -> list[str]:
    """Names of the packs on file."""
    folder = rules_beside(lists)
    return sorted(path.name for path in folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
