"""The named views of the open project: its filters and how they were looked at, read once and kept fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from sinolens.exposure.selection import Selection
from sinolens.qt.base.labels import doubled

if TYPE_CHECKING:
    from sinolens.qt.base.open_project import Stepped
    from sinolens.qt.base.workspace import Workspace
    from sinolens.storage.project import Project


class NamedView(NamedTuple):
    """One view: its id in the project, its name, and what was written of filter and lens."""

    id: str
    name: str
    body: dict[str, Any]


class Views(QObject):
    """Lists, applies, saves, renames and deletes the views. Every change is an undoable step of the project.

    Signals:
        changed: other views, or other names.
        name_wanted: the user is to give a name: a suggestion, and the view it is for (None for a new one).
    """

    changed = Signal()
    name_wanted = Signal(str, object)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._session: object = None
        self.all: tuple[NamedView, ...] = ()
        workspace.project_changed.connect(self._follow)
        workspace.opened_project.stepped.connect(self._take_step)

    def show(self, view: NamedView) -> None:
        """Filter and look as the view does."""
        try:
            selection = Selection.from_json(view.body.get("filter", {}))
        except ValueError as error:
            self._workspace.tell(f"The view “{view.name}” cannot be shown.", "warning", str(error))
            return
        self._workspace.lens.take(view.body.get("lens", {}))
        self._workspace.select(selection)

    def save(self, name: str) -> None:
        """Keep the present filter and lens under a name."""
        body = {"filter": self._workspace.selection.to_json(), "lens": self._workspace.lens.to_json()}

        def build(project: Project) -> Any:
            from sinolens.storage.views import save_view

            return save_view(project, name, body)

        self._workspace.change("Saving the view", build, told=f"The view “{name}” is kept in the project.")

    def rename(self, view: NamedView, name: str) -> None:
        """Call a view otherwise."""

        def build(project: Project) -> Any:
            from sinolens.storage.views import rename_view

            return rename_view(project, view.id, name)

        self._workspace.change("Renaming the view", build)

    def delete(self, view: NamedView) -> None:
        """Take a view away."""

        def build(project: Project) -> Any:
            from sinolens.storage.views import delete_view

            return delete_view(project, view.id)

        self._workspace.change("Deleting the view", build)

    def fill_menu(self, menu: QMenu) -> None:
        """Make the entries of a menu of views."""
        menu.clear()
        # Clearing a menu leaves its submenus behind.
        for part in menu.findChildren(QMenu):
            part.deleteLater()
        for view in self.all:
            self._add(menu, doubled(view.name), "show", view)
        if not self.all:
            menu.addAction("No view is kept yet").setEnabled(False)
        menu.addSeparator()
        keep = menu.addAction("Keep this view…", self.ask_name)
        keep.setEnabled(self._workspace.analysis is not None)
        for words, verb in (("Rename", "ask_rename"), ("Delete", "delete")):
            part = QMenu(words, menu)
            menu.addMenu(part)
            part.setEnabled(bool(self.all))
            for view in self.all:
                self._add(part, doubled(f"{view.name}…" if verb == "ask_rename" else view.name), verb, view)

    def ask_rename(self, view: NamedView) -> None:
        """Ask for another name."""
        self.name_wanted.emit(view.name, view)

    def _add(self, menu: QMenu, words: str, verb: str, view: NamedView) -> None:
        action = menu.addAction(words)
        action.setData((verb, view.id))
        action.triggered.connect(self._act)

    def _act(self) -> None:
        verb, key = self.sender().data()
        view = next((one for one in self.all if one.id == key), None)
        if view is not None:
            getattr(self, verb)(view)

    def ask_name(self) -> None:
        """Ask for the name of a view of what is shown now."""
        cube, selection = self._workspace.cube, self._workspace.selection
        words = selection.words(cube.label) if cube is not None else selection.words()
        self.name_wanted.emit(words[:60], None)

    def _follow(self) -> None:
        if self._workspace.session is not self._session:
            self._session = self._workspace.session
            self._read()

    def _take_step(self, made: Stepped) -> None:
        if made.changed is not None and "view" in made.changed.tables:
            self._read()

    def _read(self) -> None:
        if self._session is None:
            self._take(())
            return
        self._workspace.ask("Reading the views", _read_views, self._take)

    def _take(self, views: tuple[NamedView, ...]) -> None:
        self.all = views
        self.changed.emit()


def _read_views(project: Project) -> tuple[NamedView, ...]:
    from sinolens.storage.views import list_views

    return tuple(NamedView(view.id, view.name, view.body) for view in list_views(project))
