"""Projects opened before: their paths, as the settings keep them."""

from __future__ import annotations

from pathlib import Path

from sinolens.qt.base.settings import Settings

KEPT = 8


def recent_paths(settings: Settings) -> list[Path]:
    """Newest first; empty when they are not to be remembered."""
    text = settings.get("recent")
    if settings.get("remember_recent") != "on" or not text:
        return []
    # Late: a first start does without.
    import json

    try:
        kept = json.loads(text)
    except ValueError:
        return []
    return [Path(text) for text in kept if isinstance(text, str)][:KEPT] if isinstance(kept, list) else []
