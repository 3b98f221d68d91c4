"""What a file is, before anything opens it: magic bytes, declared sizes, encryption."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.options import Limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Probe:
    """What was found.

    Attributes:
        kind: "xlsx", "xlsb", "xls", "ods", "spreadsheetml" or "text".
        data: the bytes of the file.
        sha256: of the file as it is on disk.
        encrypted: needs a password.
    """

    kind: str
    data: bytes
    sha256: str
    encrypted: bool = False


def probe_file(path: Path, limits: Limits) -> Probe:
    """Read the bytes of a file and say what it is.

    Raises:
        UnreadableFile: missing, a folder, empty, too large, or of a kind that holds no table.
    """
    name = path.name
    try:
        if path.is_dir():
            raise UnreadableFile(name, "this is a folder; choose a workbook or a CSV file", code="kind")
        size = path.stat().st_size
        if size > limits.file_size:
            raise UnreadableFile(
                name, f"the file is larger than {limits.file_size >> 20} MB; split it", code="too-large"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableFile(name, "the file does not exist; check the path", code="missing") from error
    except OSError as error:
        reason = f"the file cannot be opened ({error.strerror or 'unknown cause'}); close it elsewhere and try again"
        raise UnreadableFile(name, reason, code="missing") from error
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise UnreadableFile(name, "the file is empty", code="empty")
    kind, encrypted = recognise(data, name, limits)
    return Probe(kind, data, hashlib.sha256(data).hexdigest(), encrypted)


def recognise(data: bytes, name: str, limits: Limits) -> tuple[str, bool]:
    """Kind of file by its content, never by its extension, and whether it is encrypted.

    Raises:
        UnreadableFile: not a workbook nor a text table, or one that unpacks beyond the limits.
    """
    if data.startswith(_ZIP):
        return check_zip(data, name, limits)
    if data.startswith(_OLE):
        # The stream of an encrypted package is named in UTF-16 in the directory of the compound file.
        return ("xlsx", True) if "EncryptedPackage".encode("utf-16-le") in data else ("xls", False)
    if data.startswith(b"PK"):
        raise UnreadableFile(name, "the workbook is cut off or damaged; save it again and retry", code="damaged")
    head = data[:4096]
    text = head.decode("utf-16", "replace") if head.startswith(_UTF16) else head.decode("utf-8", "replace")
    low = text.lstrip("\ufeff \t\r\n").lower()
    if "urn:schemas-microsoft-com:office:spreadsheet" in low:
        return "spreadsheetml", False
    if low.startswith(("<!doctype html", "<html", "<table", "<head", "<meta")):
        return "html", False
    if low.startswith("%pdf"):
        raise UnreadableFile(name, "this is a PDF; ask for the holdings as a workbook or CSV", code="kind")
    if low.startswith(("{\\rtf", "<?xml", "<")):
        raise UnreadableFile(name, "this is a document, not a table of holdings; save it as .xlsx or .csv", code="kind")
    if data[:4] in (b"\x09\x08\x10\x00", b"\x09\x08\x06\x00", b"\x09\x08\x08\x00"):
        return "xls", False
    if not head.startswith(_UTF16) and head.count(b"\x00") > len(head) // 20 and not _looks_utf16(head):
        raise UnreadableFile(name, "this is not a workbook and not a text table", code="kind")
    control = sum(byte < 9 or 13 < byte < 32 for byte in head) - head.count(b"\x00")
    if control > len(head) // 20:
        raise UnreadableFile(name, "this is not a workbook and not a text table", code="kind")
    return "text", False


def _looks_utf16(head: bytes) -> bool:
    """Text in UTF-16 without a mark has its zero bytes all on the same side."""
    return min(head[0::2].count(0), head[1::2].count(0)) * 10 < max(head[0::2].count(0), head[1::2].count(0))


def check_zip(data: bytes, name: str, limits: Limits) -> tuple[str, bool]:
    """Kind of a zipped workbook, after its declared sizes were found within the limits.

    Raises:
        UnreadableFile: damaged, no workbook inside, encrypted by zip, or too large unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            names = {info.filename for info in infos}
            mime = archive.read("mimetype")[:80] if "mimetype" in names else b""
            manifest = archive.read("META-INF/manifest.xml")[: 1 << 20] if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError) as error:
        raise UnreadableFile(name, "the workbook is cut off or damaged; save it again and retry") from error
    except Exception as error:  # zlib.error and struct.error have no common base with the above
        if type(error).__module__ in ("zlib", "struct"):
            raise UnreadableFile(name, "the workbook is cut off or damaged; save it again and retry") from error
        raise
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked:
        raise UnreadableFile(
            name, f"the workbook unpacks to {total >> 20} MB, more than is safe to open", code="too-large"
        )
    for info in infos:
        if info.flag_bits & 1:
            raise UnreadableFile(name, "a part of the workbook is encrypted by zip; unpack it first", code="password")
        if info.file_size > 16 << 20 and info.file_size > limits.ratio * max(info.compress_size, 1):
            reason = (
                f"a part unpacks to {info.file_size // max(info.compress_size, 1)} times its size, more than is safe"
            )
            raise UnreadableFile(name, reason, code="too-large")
    if b"opendocument.spreadsheet" in mime or "content.xml" in names:
        return "ods", b"encryption-data" in manifest
    if "xl/workbook.bin" in names:
        return "xlsb", False
    if any(n.lower().startswith("xl/") and n.lower().endswith(".xml") for n in names):
        return "xlsx", False
    raise UnreadableFile(name, "this is a zip archive without a workbook inside; unpack it first", code="kind")
