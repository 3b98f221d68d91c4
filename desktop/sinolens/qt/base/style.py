"""The one style sheet, with colour tokens as `$name`. Sizes are on an 8-pixel grid; text sizes are in pixels."""

from __future__ import annotations

import sys

BUTTON_LAYOUTS = {"win32": 0, "darwin": 1}
CANCEL_THEN_MAIN = 3


def button_layout(platform: str) -> int:
    """The order of a dialog's buttons as Qt counts them: on Windows Cancel is last, elsewhere the main button is.

    Asked of Qt itself it would depend on the desktop the program happens to run on.
    """
    return BUTTON_LAYOUTS.get(platform, CANCEL_THEN_MAIN)


STYLE = f"QDialogButtonBox, QMessageBox {{ button-layout: {button_layout(sys.platform)}; }}" + """
QDialogButtonBox, QMessageBox { dialogbuttonbox-buttons-have-icons: 0; }
* { font-size: 13px; }
QMainWindow, QDialog, #page, #pageStack, QScrollArea, #pageBody { background: $background; }
QScrollArea { border: none; }
QLabel { background: transparent; color: $text; }
QLabel#pageTitle { font-size: 22px; font-weight: 600; }
QLabel#pageMeta, QLabel#caption, QLabel#fieldName { font-size: 12px; color: $muted; }
QLabel#cardTitle { font-size: 14px; font-weight: 600; }
QLabel#cardNote { font-size: 12px; color: $muted; }
QLabel#cardName { font-size: 12px; }
QLabel#figure { font-size: 24px; font-weight: 600; }
QLabel#sectionTitle { font-size: 13px; font-weight: 600; }
QLabel#stateTitle { font-size: 16px; font-weight: 600; }
QLabel#stateText { color: $muted; }
QLabel#strong { font-weight: 600; }
QLabel#wordmark { font-size: 16px; font-weight: 600; }
QLabel#sampleMark {
  font-size: 11px; font-weight: 600; color: $accent; border: 1px solid $accent; border-radius: 4px; padding: 1px 6px;
}
QLabel#offline { font-size: 11px; color: $muted; }
#clear { background: transparent; }
QLabel#danger { color: $danger; font-weight: 600; }
QLabel#verified { font-size: 12px; color: $positive; }
QLabel#unverified { font-size: 12px; color: $warning; }

#card { background: $surface; border: 1px solid $border; border-radius: 10px; }
#card[clickable="true"]:hover { border-color: $accent; }
#card[clickable="true"]:focus { border: 2px solid $focus; }
#well { background: $raised; border: 1px solid $border; border-radius: 8px; }
#candidate { background: $surface; border: 1px solid $border; border-radius: 8px; }
#candidate:hover { border-color: $accent; }
#candidate[chosen="true"] { background: $raised; border: 2px solid $accent; }
QLabel#key {
  font-size: 12px; font-weight: 600; color: $text; background: $surface; border: 1px solid $border;
  border-bottom: 2px solid $border; border-radius: 4px; padding: 0px 5px;
}
QToolButton#grouping { color: $accent; padding: 3px 6px; }
QToolButton#grouping:focus { border: 2px solid $focus; padding: 2px 5px; }
QToolButton#crumb { color: $accent; padding: 2px 6px; font-size: 12px; }
QToolButton#crumb:disabled { color: $text; font-weight: 600; }
QToolButton#crumb:focus { border: 2px solid $focus; padding: 1px 5px; }
QToolButton#segment { border: 1px solid $border; border-radius: 8px; padding: 3px 10px; color: $muted; }
QToolButton#segment:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QToolButton#segment:focus { border: 2px solid $focus; padding: 2px 9px; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
  background: transparent; color: $muted; border: none; border-bottom: 2px solid transparent; padding: 6px 12px;
}
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $focus; border: 2px solid $focus; border-radius: 6px; padding: 4px 10px; }
#rail { background: $surface; border: none; border-right: 1px solid $border; }
#divider { background: $border; border: none; max-height: 1px; min-height: 1px; }

QToolButton#railItem {
  border: 2px solid transparent; border-radius: 8px; padding: 0 10px; color: $muted; font-weight: 500;
  text-align: left;
}
QToolButton#railItem:hover { background: $raised; color: $text; }
QToolButton#railItem:checked { background: $accent_soft; color: $accent; font-weight: 600; }
QToolButton#railItem:focus { border-color: $focus; }

QPushButton {
  background: $surface; color: $text; border: 1px solid $border; border-radius: 8px; padding: 6px 14px;
  font-weight: 500;
  min-height: 20px;
}
QPushButton:hover { border-color: $accent; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:focus { border: 2px solid $focus; padding: 5px 13px; }
QPushButton:disabled { color: $muted; background: $raised; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $raised; color: $muted; border-color: $border; }
QPushButton[kind="key"] { padding: 3px 9px; font-size: 12px; }
QPushButton[kind="key"]:focus { padding: 2px 8px; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 2px 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:disabled, QPushButton[kind="link"][spent="true"] {
  color: $muted; background: transparent; text-decoration: none;
}
QPushButton[kind="link"]:focus { border: 1px solid $focus; border-radius: 4px; }

QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px; background: transparent; color: $text; }
QToolButton:hover { background: $raised; border-color: $border; }
QToolButton:focus { border: 2px solid $focus; padding: 3px; }
QToolButton:disabled { color: $muted; }
#filterPill { background: $accent_soft; border: 1px solid $border; border-radius: 14px; }
QToolButton#pillRemove { border-radius: 8px; padding: 2px; }
QToolButton#clearFilter { color: $accent; padding: 5px 8px; }
QToolButton#pill {
  background: transparent; color: $accent; border: 1px solid transparent; border-radius: 11px; padding: 2px 8px;
  font-weight: 500;
}
QToolButton#pill:hover { border-color: $accent; }
QToolButton#pill:focus { border: 2px solid $focus; padding: 1px 7px; }
QToolButton#pill::menu-indicator { image: none; width: 0px; }
QToolButton::menu-indicator { image: none; width: 0px; }

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QPlainTextEdit, QTextEdit {
  background: $surface; color: $text; border: 1px solid $border; border-radius: 8px; padding: 6px 10px;
  min-height: 20px;
  selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus, QPlainTextEdit:focus {
  border: 2px solid $focus; padding: 5px 9px;
}
QLineEdit:disabled, QComboBox:disabled { color: $muted; background: $raised; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 28px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView::item { min-height: 26px; padding-left: 6px; }
QComboBox QAbstractItemView {
  background: $surface; color: $text; border: 1px solid $border; outline: none; padding: 4px;
  selection-background-color: $accent_soft; selection-color: $text;
}
QCheckBox, QRadioButton { color: $text; spacing: 8px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator, QListWidget::indicator {
  width: 14px; height: 14px; border: 1px solid $muted; background: $surface;
}
QCheckBox::indicator, QListWidget::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QListWidget::indicator:checked {
    background: $accent; border-color: $accent; image: url("$tick");
}
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; background: $on_accent; }
QCheckBox:focus, QRadioButton:focus { color: $focus; }

QTableView, QListView, QTreeView {
  background: $surface; alternate-background-color: $raised; color: $text; border: none; gridline-color: $border;
  selection-background-color: $accent_soft; selection-color: $text; outline: none;
}
QTableView:focus { border: none; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
  background: $surface; color: $muted; border: none; border-bottom: 1px solid $border; padding: 6px 3px;
  font-size: 12px;
  font-weight: 600;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow, QHeaderView::down-arrow {
  width: 10px; height: 10px; subcontrol-origin: border; subcontrol-position: top center;
}
QHeaderView::down-arrow { image: url("$chevron"); }
QHeaderView::up-arrow { image: url("$chevronup"); }
QTableCornerButton::section { background: $surface; border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QMenuBar { background: $surface; color: $text; border-bottom: 1px solid $border; padding: 2px 8px; }
QMenuBar::item { padding: 4px 10px; border-radius: 6px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; }
QMenu { background: $surface; color: $text; border: 1px solid $border; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 28px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $muted; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $border; margin: 6px 8px; }

QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 6px 8px; }
QProgressBar { background: $border; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal { width: 16px; }
QSplitter::handle:vertical { height: 16px; }

#messageBar {
  background: $surface; border: 1px solid $border; border-left: 4px solid $accent; border-radius: 8px;
}
#messageBar[quiet="false"] { margin-top: 12px; }
#messageBar[quiet="true"] QPushButton { min-height: 18px; padding: 4px 12px; }
#messageBar[quiet="true"] QPushButton:focus { padding: 3px 11px; }
#messageBar[severity="warning"] { border-left-color: $warning; }
#messageBar[severity="error"] { border-left-color: $danger; }
#messageBar[severity="done"] { border-left-color: $positive; }
#dropTarget { background: $raised; border: 2px dashed $border; border-radius: 10px; }
#dropTarget[active="true"] { border-color: $accent; background: $accent_soft; }
#popup { background: $surface; border: 1px solid $border; }
#popup QListWidget { border: none; background: $surface; }
#hoverCard { background: $surface; border: 1px solid $border; border-radius: 8px; }
#hoverCard QLabel#hoverTitle { font-weight: 600; }
#hoverCard QLabel#hoverName { color: $muted; font-size: 12px; }
#hoverCard QLabel#hoverValue { font-size: 12px; font-weight: 500; }
"""
