"""Password-protected workbooks, decrypted in memory and never written down."""

from __future__ import annotations

import io

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.options import Limits


def decrypt(data: bytes, password: str, name: str, kind: str) -> tuple[str, bytes]:
    """Kind and bytes of the workbook inside an encrypted one.

    Raises:
        UnreadableFile: no password, a wrong one, or an encryption that is not supported.
    """
    if not password:
        raise UnreadableFile(
            name, "the workbook is protected by a password; give the password and try again", code="password"
        )
    if kind == "ods":
        raise UnreadableFile(
            name, "password-protected OpenDocument files cannot be read; save it as .xlsx", code="kind"
        )
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    plain = io.BytesIO()
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        office.load_key(password=password)
        office.decrypt(plain)
    except (InvalidKeyError, DecryptionError) as error:
        raise UnreadableFile(name, "the password is wrong; check it and try again", code="password") from error
    except (FileFormatError, ParseError, ValueError, OSError) as error:
        raise UnreadableFile(
            name, "the workbook is encrypted in a way that cannot be opened; save it without a password", code="damaged"
        ) from error
    from sinolens.importing.probe import recognise

    decrypted = plain.getvalue()
    return recognise(decrypted, name, Limits())[0], decrypted
