"""The window's languages: which there are, marking texts for them, and switching between them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from playground.paths import resource

LANGUAGES: dict[str, str] = {"en": "English", "ko": "한국어"}
"""Language code -> its own name."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """The text itself, marked for translation; it is translated where it is shown.

    For texts that stand in tables. The name is the one that lupdate looks for; PySide's own has no types.
    """
    del context
    return text


def system_language() -> str:
    """The first of the user's languages that the window speaks."""
    for name in QLocale.system().uiLanguages():
        code = name.partition("-")[0]
        if code in LANGUAGES:
            return code
    return "en"


class Translator:
    """The language of an application, which holds the installed translators itself."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self.language = "en"

    def use(self, code: str) -> None:
        """Translate from now on into this language ("" : the system's); unknown ones become English."""
        for translator in self._app.findChildren(QTranslator):
            self._app.removeTranslator(translator)
            translator.setParent(None)
        self.language = code if code in LANGUAGES else system_language() if not code else "en"
        if self.language == "en":
            return
        own = QTranslator(self._app)
        if own.load(str(resource(f"translations/playground_{self.language}.qm"))):
            self._app.installTranslator(own)
        qt = QTranslator(self._app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if qt.load(f"qtbase_{self.language}", folder):
            self._app.installTranslator(qt)
