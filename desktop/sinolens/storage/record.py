"""The simplest command: one record set or taken away. With it the ids of records and the names of what they carry."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from sinolens.storage.changes import Change, Command, Content
from sinolens.storage.project import Project


def new_id() -> str:
    """A fresh id for a record."""
    return uuid.uuid4().hex


def keep(kind: str, data: bytes) -> Content:
    """Bulk data under its hash."""
    return Content(hashlib.sha256(data).hexdigest(), kind, data)


def replace_row(
    project: Project,
    table: str,
    key: str,
    values: dict[str, Any] | None,
    name: str,
    title: str,
    *,
    subject: str = "",
    reason: str = "",
    undoable: bool = True,
    contents: tuple[Content, ...] = (),
) -> Command:
    """Set one record (None takes it away)."""
    change = Change(table, key, project.row(table, key), values)
    return Command(name, title, (change,), subject or key, reason, undoable, contents)
