"""Who sits at the computer, as far as the operating system says."""

from __future__ import annotations

import getpass
import os


def user_name() -> str:
    """The operating system's user; the user's number where it has no name for it, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        # KeyError until Python 3.12, OSError from then on; ImportError where there is no table of users at all.
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "unknown user"
