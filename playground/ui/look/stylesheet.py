"""The one stylesheet of the window, with names where the theme's colours and lengths go."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QToolTip { background: $panel; color: $text; border: 1px solid $hairline; padding: ${s6}px ${s8}px; }
QMenu { background: $panel; color: $text; border: 1px solid $hairline; padding: ${s4}px; }
QMenu::item { padding: ${s6}px ${s24}px ${s6}px ${s16}px; border-radius: ${s4}px; }
QMenu::item:selected { background: $hover; color: $text; }
QMenu::item:disabled { color: $faded; }
QMenu::separator { height: 1px; background: $hairline; margin: ${s4}px ${s8}px; }
QPushButton {
    background: $panel; color: $text; border: 1px solid $edge; border-radius: ${s6}px;
    padding: ${s4}px ${s12}px; min-height: ${s18}px;
}
QPushButton { icon-size: ${s16}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked { background: $selection; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faded; }
QToolButton {
    background: transparent; color: $text; border: 1px solid transparent;
    border-radius: ${s6}px; padding: ${s4}px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $faded; }
QToolButton[role="chip"] { color: $quiet; font-size: ${f11}px; padding: ${s2}px ${s6}px; }
QToolButton[role="switch"] {
    color: $quiet; background: $panel; border-color: $edge; font-size: ${f11}px; padding: ${s2}px ${s6}px;
}
QToolButton[role="switch"]:hover { color: $text; background: $hover; }
QToolButton[role="switch"]:checked { color: $text; background: $selection; }
QToolButton[role="switch"]:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; }
QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {
    background: $field; color: $text; border: 1px solid $edge; border-radius: ${s6}px;
    padding: ${s3}px ${s6}px; selection-background-color: $accent; selection-color: $accent_text;
}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border-color: $accent;
}
QPlainTextEdit[role="code"], QPlainTextEdit[role="code"]:focus {
    background: transparent; border: none; padding: 0;
}
QLineEdit[role="inline"] { background: transparent; border: none; padding: 0; }
QLineEdit[role="inline"]:focus { border-bottom: 1px solid $accent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView::item { padding: ${s4}px ${s8}px; border: none; border-radius: ${s4}px; }
QComboBox QAbstractItemView::item:selected { background: $hover; color: $text; }
QComboBox QAbstractItemView {
    background: $panel; color: $text; border: 1px solid $hairline; outline: none; padding: ${s4}px;
    selection-background-color: $hover; selection-color: $text;
}
QComboBox {
    background: $field; color: $text; border: 1px solid $edge; border-radius: ${s6}px;
    padding: ${s3}px ${s8}px; min-height: ${s18}px;
}
QComboBox:focus { border-color: $accent; }
QComboBox::drop-down { border: none; width: ${s20}px; }
QComboBox::down-arrow { image: url($open); width: ${s12}px; height: ${s12}px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { background: transparent; border: none; padding: 0 ${s4}px; }
QCheckBox { spacing: ${s6}px; background: transparent; min-height: ${s24}px; }
QCheckBox::indicator {
    width: ${s14}px; height: ${s14}px; border: 1px solid $edge; border-radius: ${s4}px; background: $panel;
}
QCheckBox::indicator:hover, QCheckBox:focus::indicator { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:disabled { border-color: $hairline; }
QScrollBar:vertical { background: transparent; width: ${s8}px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ${s8}px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: ${s2}px; }
QScrollBar::handle:vertical { margin: 0 ${s2}px; }
QScrollBar::handle:horizontal { margin: ${s2}px 0; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar { background: $field; border: 1px solid $edge; border-radius: ${s3}px; }
QProgressBar::chunk { background: $accent; border-radius: ${s3}px; }
QTableView { background: $panel; border: 1px solid $hairline; gridline-color: $hairline;
    selection-background-color: $selection; selection-color: $text; }
QTableView::item { padding: 0 ${s6}px; }
QHeaderView::section { background: $panel; color: $quiet; border: none; border-bottom: 1px solid $hairline;
    padding: ${s4}px ${s8}px; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QListWidget {
    background: $field; color: $text; border: 1px solid $edge; border-radius: ${s6}px;
    padding: ${s4}px; outline: none;
}
QListWidget:focus { border-color: $accent; }
QListWidget::item { padding: ${s4}px ${s8}px; border-radius: ${s4}px; }
QListWidget::item:hover { background: $hover; color: $text; }
QListWidget::item:selected { background: $selection; color: $text; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $quiet; border: none; border-bottom: 2px solid transparent;
    padding: ${s6}px 0; margin-right: ${s16}px; }
QTabBar[role="dense"]::tab { margin-right: ${s12}px; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { color: $accent; }
QSplitter::handle { background: $hairline; }
QLabel { background: transparent; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="heading"] { color: $quiet; font-weight: 600; font-size: ${f11}px; letter-spacing: 1px; }
QLabel[role="message"] { color: $quiet; font-size: ${f11}px; }
QLabel[role="error"] { color: $danger; font-size: ${f11}px; }
QLabel[role="codeLine"] { background: $field; border-radius: ${s6}px; padding: ${s6}px ${s8}px; }
QFrame[role="popup"] { background: $panel; border: 1px solid $hairline; }
QFrame[role="notice"] { background: $panel; border: 1px solid $edge; border-radius: ${s8}px; }
QFrame#noticeBar { background: $hover; border: none; border-radius: 0; }
QFrame[role="line"] { background: $hairline; border: none; }
QPushButton[role="quiet"] { border: none; color: $quiet; }
QPushButton[role="accent"] { background: $button; color: $button_text; border: none; }
QPushButton[role="accent"]:disabled { background: $hairline; color: $faded; }
""")


def stylesheet(names: Mapping[str, str]) -> str:
    """The stylesheet with these colours and lengths in the places of their names."""
    return _SHEET.substitute(names)
