"""Bring the translation files up to date: ``python resources/setup/translations.py [CODE ...]``.

New texts arrive unfinished in ``resources/translations/playground_ko.ts``; translate them there (Qt
Linguist, or any editor) and run this again: it writes the ``.qm`` that ships. The code of a language
that has no such file yet begins one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "resources" / "translations"


def languages() -> list[str]:
    """The codes of the languages that have a file."""
    return sorted(path.stem.removeprefix("playground_") for path in FOLDER.glob("playground_*.ts"))


def update(language: str, folder: Path = FOLDER) -> Path:
    """Merge the sources' texts into the language's ``.ts``; texts that are gone leave it."""
    target = folder / f"playground_{language}.ts"
    sources = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "playground").rglob("*.py"))]
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language]
    _run("pyside6-lupdate", *sources, "-ts", str(target), *options)
    return target


def compile_file(source: Path) -> Path:
    """Write the ``.qm`` beside a ``.ts``; unfinished texts stay English."""
    target = source.with_suffix(".qm")
    _run("pyside6-lrelease", str(source), "-qm", str(target))
    return target


def _run(name: str, *arguments: str) -> None:
    tool = Path(sys.executable).parent / name
    subprocess.run([str(tool), *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """Update and compile all languages; 1 when a text is not translated."""
    unfinished = 0
    for language in sorted({*languages(), *sys.argv[1:]}):
        source = update(language)
        compile_file(source)
        count = source.read_text(encoding="utf-8").count('type="unfinished"')
        print(f"{source.name}: {count} unfinished")
        unfinished += count
    return 1 if unfinished else 0


if __name__ == "__main__":
    sys.exit(main())
