"""The sentences on what is no sweep, marked for translation (``sentences.told`` translates them)."""

from __future__ import annotations

from playground.ui.words.translation import QT_TRANSLATE_NOOP

TEMPLATES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Interop", "name a field to sweep over, such as network.layers[0].units=3,6,20"),
    QT_TRANSLATE_NOOP("Interop", "each set of values needs at least one seed"),
    QT_TRANSLATE_NOOP("Interop", "{path} is swept over already; leave the seeds at 1"),
    QT_TRANSLATE_NOOP("Interop", "with no feature the network sees nothing; name one in network.features"),
    QT_TRANSLATE_NOOP("Interop", "{path} leaves no room for {seeds} seeds"),
    QT_TRANSLATE_NOOP(
        "Interop", "{text}: write a field and its values, such as network.layers[0].units=3,6,20"
    ),
    QT_TRANSLATE_NOOP("Interop", "{path}: {written} has an empty value"),
    QT_TRANSLATE_NOOP("Interop", "{path}: {written} is no range; a range is written such as {example}"),
    QT_TRANSLATE_NOOP("Interop", "{path}: {written} has no finite ends"),
    QT_TRANSLATE_NOOP("Interop", "{path}: a logarithmic range needs ends above 0, not {written}"),
    QT_TRANSLATE_NOOP("Interop", "{path}: a range has 1 to {most:,} values, not {count}"),
    QT_TRANSLATE_NOOP("Interop", "{path}: a range needs a field that holds a number"),
    QT_TRANSLATE_NOOP("Interop", "this would be {trials:,} trials; a sweep has no more than {most:,}"),
    QT_TRANSLATE_NOOP("Interop", "{path} is swept over twice; give all its values at once"),
    QT_TRANSLATE_NOOP("Interop", "draw at least one set of values at random"),
    QT_TRANSLATE_NOOP("Interop", "{path}: {part} is given twice"),
    QT_TRANSLATE_NOOP("Interop", "{path}: a grid needs to know how many values: write such as {example}"),
    QT_TRANSLATE_NOOP("Interop", "{path}: a range has no more than {most:,} values"),
    QT_TRANSLATE_NOOP(
        "Interop",
        "the workers die one after the other; is there enough memory, "
        "and can another Python process be started here?",
    ),
    QT_TRANSLATE_NOOP("Interop", "the cluster is gone; what was trained so far is kept"),
)
