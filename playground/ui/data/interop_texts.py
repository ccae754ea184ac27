"""The sentences of links and tables, marked for translation (``sentences.told`` translates them)."""

from __future__ import annotations

from playground.ui.words.translation import QT_TRANSLATE_NOOP

TEMPLATES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Interop", "Read as points: {x1} across, {x2} up."),
    QT_TRANSLATE_NOOP("Interop", "Read as points: {x1} across, {x2} up, {label} is the label."),
    QT_TRANSLATE_NOOP("Interop", "row {row} has {count} cells, not {columns}"),
    QT_TRANSLATE_NOOP("Interop", "One class, written in several ways: {words}."),
    QT_TRANSLATE_NOOP("Interop", "So few points are all for training; none is held out for the test."),
    QT_TRANSLATE_NOOP(
        "Interop",
        "Two columns of numbers are points of one class here; {value} over {name} can be learned "
        "too: choose no second axis and {value} as the values.",
    ),
    QT_TRANSLATE_NOOP("Interop", "Not used: {columns}."),
    QT_TRANSLATE_NOOP("Interop", "{name}: {cell} was read as {value:.15g}."),
    QT_TRANSLATE_NOOP("Interop", "Read as values: {label} over {x1}."),
    QT_TRANSLATE_NOOP("Interop", "The file's text was read as {encoding}."),
    QT_TRANSLATE_NOOP("Interop", "Above the names of the columns, left out: line {lines}."),
    QT_TRANSLATE_NOOP("Interop", "Line {line} was taken for the columns' names."),
    QT_TRANSLATE_NOOP("Interop", "{names} in the link: neither true nor false, so taken as false."),
    QT_TRANSLATE_NOOP("Interop", "{count} of {rows} rows left out: {faults}"),
    QT_TRANSLATE_NOOP("Interop", "and {count} more"),
    QT_TRANSLATE_NOOP("Interop", "The first {kept} rows are used; {over} more are left out."),
    QT_TRANSLATE_NOOP("Interop", "There is no label column, so all points are of class 0."),
    QT_TRANSLATE_NOOP("Interop", "{name} from {low:g} to {high:g} is scaled to -{reach:g} to {reach:g}."),
    QT_TRANSLATE_NOOP("Interop", "Classes: {classes}."),
    QT_TRANSLATE_NOOP("Interop", "row {row} has no number in column {column} ({cell!r})"),
    QT_TRANSLATE_NOOP("Interop", "row {row} has no number in column {column}"),
    QT_TRANSLATE_NOOP("Interop", "row {row} has no label"),
    QT_TRANSLATE_NOOP("Interop", "The link names no seed, so {seed} was drawn for it."),
    QT_TRANSLATE_NOOP(
        "Interop",
        "A noise of {noise:g} is out of range; as in TensorFlow Playground it became {used:g}.",
    ),
    QT_TRANSLATE_NOOP("Interop", "{names} in the link: without effect, as in TensorFlow Playground."),
    QT_TRANSLATE_NOOP(
        "Interop",
        "{name}={value} is unknown to TensorFlow Playground, which then takes {used}; so it is here.",
    ),
    QT_TRANSLATE_NOOP(
        "Interop",
        "This run may differ from TensorFlow Playground's: {points} training points leave a smaller "
        "batch at the end of each epoch, which is a batch of its own here and carried over there.",
    ),
    QT_TRANSLATE_NOOP(
        "Interop",
        "This run may differ from TensorFlow Playground's: with L1 a weight that crosses zero stops "
        "there and may leave again, while there it stays zero for good.",
    ),
    QT_TRANSLATE_NOOP("Interop", "what the network has learned so far: a link starts the run anew"),
    QT_TRANSLATE_NOOP("Interop", "the feature {feature}: a link has no such input"),
    QT_TRANSLATE_NOOP("Interop", "the {kind} layers: a link has dense layers only"),
    QT_TRANSLATE_NOOP("Interop", "the size of the network: a link takes layers of up to {units} units"),
    QT_TRANSLATE_NOOP("Interop", "the activation {name}: a link has one for all layers, here {used}"),
    QT_TRANSLATE_NOOP("Interop", "biases that are switched off: a link has them in every layer"),
    QT_TRANSLATE_NOOP("Interop", "frozen layers: a link trains them all"),
    QT_TRANSLATE_NOOP("Interop", "regularization of single layers: a link has one for all"),
    QT_TRANSLATE_NOOP("Interop", "{name} regularization: a link has L1 or L2"),
    QT_TRANSLATE_NOOP("Interop", "the loss {loss}: a link trains with squared error"),
    QT_TRANSLATE_NOOP("Interop", "the optimizer {name}: a link trains with plain SGD"),
    QT_TRANSLATE_NOOP("Interop", "the learning rate's schedule: a link keeps one rate"),
    QT_TRANSLATE_NOOP("Interop", "the limits on gradients and weights"),
    QT_TRANSLATE_NOOP("Interop", "the stop conditions"),
    QT_TRANSLATE_NOOP(
        "Interop", "shuffling: a link goes through the points in the same order in every epoch"
    ),
    QT_TRANSLATE_NOOP("Interop", "the first weights: TensorFlow Playground draws its own"),
    QT_TRANSLATE_NOOP("Interop", "your own points: a link only names a dataset, here {used}"),
    QT_TRANSLATE_NOOP("Interop", "the dataset {name}: {used} stands in for it"),
    QT_TRANSLATE_NOOP("Interop", "these very points: TensorFlow Playground draws its own of the same kind"),
    QT_TRANSLATE_NOOP("Interop", "the number of points: a link always has {usual}"),
    QT_TRANSLATE_NOOP("Interop", "more than two classes"),
    QT_TRANSLATE_NOOP("Interop", "label noise and class balance"),
    QT_TRANSLATE_NOOP("Interop", "noise above 80 %"),
)
"""Every template of ``interop``'s notes, marked for translation."""
