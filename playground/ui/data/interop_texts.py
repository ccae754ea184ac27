"""The sentences of links and tables, marked for translation (``sentences.told`` translates them)."""

from __future__ import annotations

from playground.ui.words.translation import QT_TRANSLATE_NOOP

TEMPLATES: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Interop", "{count} numbers do not fit this network, which needs {size}"),
    QT_TRANSLATE_NOOP("Interop", "a number is not finite"),
    QT_TRANSLATE_NOOP("Interop", "this is no order of the {samples} training points; each stands there once"),
    QT_TRANSLATE_NOOP("Interop", "{position} is no step of an epoch that has {steps_per_epoch}"),
    QT_TRANSLATE_NOOP("Interop", "this is no state of the random generator"),
    QT_TRANSLATE_NOOP("Interop", "this text holds no branches; delete it to open the rest"),
    QT_TRANSLATE_NOOP("Interop", "this file holds no work that can be brought back"),
    QT_TRANSLATE_NOOP("Interop", "a state does not fit its network"),
    QT_TRANSLATE_NOOP("Interop", "each epoch must be later than the one before"),
    QT_TRANSLATE_NOOP("Interop", "there is no layer with id {layer_id}"),
    QT_TRANSLATE_NOOP("Interop", "a comparison is over one field or two"),
    QT_TRANSLATE_NOOP("Interop", "compare 2 to {most} runs, not {count}; a sweep has more"),
    QT_TRANSLATE_NOOP("Interop", "two of the runs would be the same"),
    QT_TRANSLATE_NOOP("Interop", "{most} runs stand there already; remove one first"),
    QT_TRANSLATE_NOOP(
        "Interop",
        "a network with {count} weights is too large to be shown smoothly: the window takes up to "
        "{most}, and the command playground train takes it as it is",
    ),
    QT_TRANSLATE_NOOP("Interop", "no hidden layer has such a field; add a layer first"),
    QT_TRANSLATE_NOOP("Interop", "two variants have the same id"),
    QT_TRANSLATE_NOOP("Interop", "there are {count:,} points; no more than {most:,} have room"),
    QT_TRANSLATE_NOOP("Interop", "a {kind} layer has no units of its own"),
    QT_TRANSLATE_NOOP("Interop", "a point is made of three finite numbers"),
    QT_TRANSLATE_NOOP("Interop", "label {label:g} is no class; classes go from 0 to {most}"),
    QT_TRANSLATE_NOOP("Interop", "{value} is below {bound}"),
    QT_TRANSLATE_NOOP("Interop", "{value} is above {bound}"),
    QT_TRANSLATE_NOOP("Interop", "{value} must be above {bound}"),
    QT_TRANSLATE_NOOP("Interop", "{value} must be below {bound}"),
    QT_TRANSLATE_NOOP("Interop", "{value} is no whole number"),
    QT_TRANSLATE_NOOP("Interop", "{value} is no number"),
    QT_TRANSLATE_NOOP("Interop", "{value} is no text"),
    QT_TRANSLATE_NOOP("Interop", "{value} is no true or false"),
    QT_TRANSLATE_NOOP("Interop", "{value} is no list"),
    QT_TRANSLATE_NOOP("Interop", "{name} is unknown; known: {known}"),
    QT_TRANSLATE_NOOP("Interop", "{name} is unknown"),
    QT_TRANSLATE_NOOP("Interop", "the field {name} is unknown"),
    QT_TRANSLATE_NOOP("Interop", "the field {name} is missing"),
    QT_TRANSLATE_NOOP("Interop", "{value} must have length {length}"),
    QT_TRANSLATE_NOOP("Interop", "{value} is no {kind}"),
    QT_TRANSLATE_NOOP("Interop", "label {label:g} is no class from 0 to {most}"),
    QT_TRANSLATE_NOOP(
        "Interop", 'this file is not a playground experiment ("format": "playground" is missing)'
    ),
    QT_TRANSLATE_NOOP("Interop", "{version!r} is not a version this program can read (it reads 1)"),
    QT_TRANSLATE_NOOP("Interop", 'own points go with "dataset": "custom"'),
    QT_TRANSLATE_NOOP("Interop", "{dataset} is a {known} dataset, not {problem}"),
    QT_TRANSLATE_NOOP("Interop", "each feature may stand there once"),
    QT_TRANSLATE_NOOP("Interop", "two layers have the same id"),
    QT_TRANSLATE_NOOP("Interop", "two variants have the same id"),
    QT_TRANSLATE_NOOP("Interop", "{loss} does not go with {problem} data; choose one of {fitting}"),
    QT_TRANSLATE_NOOP(
        "Interop", "{kind} cannot normalise a batch of 1 point; choose 2 or more, or remove the {kind} layer"
    ),
    QT_TRANSLATE_NOOP("Interop", "this is no JSON file ({why})"),
    QT_TRANSLATE_NOOP("Interop", "{dataset} has {known} classes, not {classes}"),
    QT_TRANSLATE_NOOP("Interop", "{dataset} has {least} to {most} classes, not {classes}"),
    QT_TRANSLATE_NOOP("Interop", '{name!r} is unknown; known: {known}, or a formula such as "=x1*x2"'),
    QT_TRANSLATE_NOOP("Interop", "write an expression, such as f = (x + y) * z"),
    QT_TRANSLATE_NOOP("Interop", "{detail} cannot stand left of the equals sign; put one name there"),
    QT_TRANSLATE_NOOP("Interop", "write a formula in x1 and x2, such as x1*x2 or sin(2*x1)"),
    QT_TRANSLATE_NOOP("Interop", "the formula is longer than {detail} characters"),
    QT_TRANSLATE_NOOP("Interop", "the formula is nested too deeply; use fewer parentheses"),
    QT_TRANSLATE_NOOP("Interop", "{detail} cannot stand in a formula"),
    QT_TRANSLATE_NOOP(
        "Interop", "{detail} is unknown; use x1, x2, pi, e, sin, cos, tanh, exp, log, sqrt, abs, max and min"
    ),
    QT_TRANSLATE_NOOP("Interop", "something is missing at the end"),
    QT_TRANSLATE_NOOP("Interop", "{detail} cannot stand here"),
    QT_TRANSLATE_NOOP("Interop", "a closing ) is missing"),
    QT_TRANSLATE_NOOP("Interop", "{detail} needs its argument in parentheses, such as {detail}(x1)"),
    QT_TRANSLATE_NOOP("Interop", "{detail} needs one argument"),
    QT_TRANSLATE_NOOP("Interop", "{detail} needs {fewest} to {most} arguments, separated by commas"),
    QT_TRANSLATE_NOOP("Interop", "{detail} is no number"),
    QT_TRANSLATE_NOOP("Interop", "the power {detail} is too high; 64 is the highest"),
    QT_TRANSLATE_NOOP("Interop", "{units} units need {units} different ids"),
    QT_TRANSLATE_NOOP("Interop", "{count} numbers do not fit this network, which has {size}"),
    QT_TRANSLATE_NOOP("Interop", "layer {layer_id} has no bias; switch it on first"),
    QT_TRANSLATE_NOOP("Interop", "layer {layer_id} has no parameter at input {row}, unit {unit}"),
    QT_TRANSLATE_NOOP("Interop", "{value} is no finite number; a parameter needs one, such as 0.5"),
    QT_TRANSLATE_NOOP("Interop", "a state does not fit its network"),
    QT_TRANSLATE_NOOP("Interop", "this file is no text; points come as CSV or TSV"),
    QT_TRANSLATE_NOOP(
        "Interop", "this is a spreadsheet or an archive, not text; save the sheet as CSV and open that"
    ),
    QT_TRANSLATE_NOOP("Interop", 'this file is no lesson ("format": "{format}" is missing)'),
    QT_TRANSLATE_NOOP("Interop", "there is no step before the first"),
    QT_TRANSLATE_NOOP(
        "Interop",
        "this is no TensorFlow Playground link; such a link looks like "
        "https://{host}/#activation=tanh&networkShape=4,2",
    ),
    QT_TRANSLATE_NOOP(
        "Interop",
        "this is a shortened link ({host}); open it in a browser and copy the address that comes up",
    ),
    QT_TRANSLATE_NOOP(
        "Interop",
        "this is another site's playground ({site}), no TensorFlow Playground link; such a "
        "link begins with https://{host}/",
    ),
    QT_TRANSLATE_NOOP("Interop", "this is a folder; choose a file in it"),
    QT_TRANSLATE_NOOP("Interop", "this is no regular file; save it as one first"),
    QT_TRANSLATE_NOOP("Interop", "this file is larger than {size} MB and was not opened"),
    QT_TRANSLATE_NOOP("Interop", "there is no such file"),
    QT_TRANSLATE_NOOP(
        "Interop", "MP4 needs the package av, GIF does not; pip install 'playground[video]' brings it"
    ),
    QT_TRANSLATE_NOOP("Interop", "a recording may take {size} GB of the disk, not more"),
    QT_TRANSLATE_NOOP("Interop", "this file may not be read; check its permissions"),
    QT_TRANSLATE_NOOP("Interop", "this file cannot be read ({why})"),
    QT_TRANSLATE_NOOP("Interop", "row {row} has no label"),
    QT_TRANSLATE_NOOP("Interop", "row {row} has {count} cells, not {columns}"),
    QT_TRANSLATE_NOOP(
        "Interop", "columns of numbers in this table: {count}; points need two, and a label if there is one"
    ),
    QT_TRANSLATE_NOOP("Interop", "both axes show the same column; choose two different ones"),
    QT_TRANSLATE_NOOP("Interop", "the label is one of the axes' columns; choose another one"),
    QT_TRANSLATE_NOOP("Interop", "values need a column of their own; choose it as the label"),
    QT_TRANSLATE_NOOP("Interop", "one axis alone needs values or classes over it; choose them as the label"),
    QT_TRANSLATE_NOOP("Interop", "there are no rows below the names of the columns"),
    QT_TRANSLATE_NOOP("Interop", "no row can be used: {fault}"),
    QT_TRANSLATE_NOOP(
        "Interop",
        "{name} has {count} different labels, more than the {most} classes there can be; "
        "choose another column or read it as values",
    ),
    QT_TRANSLATE_NOOP(
        "Interop",
        "{name} has {count} different labels, more than the {most} classes there can be; "
        "choose another column",
    ),
    QT_TRANSLATE_NOOP("Interop", "{count} of {rows} rows left out: {faults}"),
    QT_TRANSLATE_NOOP("Interop", "The first {kept} rows are used; {over} more are left out."),
    QT_TRANSLATE_NOOP("Interop", "One class, written in several ways: {words}."),
    QT_TRANSLATE_NOOP("Interop", "So few points are all for training; none is held out for the test."),
    QT_TRANSLATE_NOOP(
        "Interop",
        "Two columns of numbers are points of one class here; {value} over {name} can be "
        "learned too: choose no second axis and {value} as the values.",
    ),
    QT_TRANSLATE_NOOP("Interop", "Classes: {classes}."),
    QT_TRANSLATE_NOOP("Interop", "Not used: {columns}."),
    QT_TRANSLATE_NOOP("Interop", "row {row} has no number in column {column}"),
    QT_TRANSLATE_NOOP("Interop", "there is no column {column}; this table has {columns}"),
    QT_TRANSLATE_NOOP("Interop", "and {count} more"),
    QT_TRANSLATE_NOOP("Interop", "There is no label column, so all points are of class 0."),
    QT_TRANSLATE_NOOP("Interop", "{name} from {low:g} to {high:g} is scaled to -{reach:g} to {reach:g}."),
    QT_TRANSLATE_NOOP("Interop", "{name}: {cell} was read as {value:.15g}."),
    QT_TRANSLATE_NOOP("Interop", "row {row} has no number in column {column} ({cell!r})"),
    QT_TRANSLATE_NOOP("Interop", "Read as points: {x1} across, {x2} up, {label} is the label."),
    QT_TRANSLATE_NOOP("Interop", "Read as values: {label} over {x1}."),
    QT_TRANSLATE_NOOP("Interop", "Read as points: {x1} across, {x2} up."),
    QT_TRANSLATE_NOOP("Interop", "there is no column {said}; there are {known}"),
    QT_TRANSLATE_NOOP(
        "Interop",
        "this print leaves points out (...); print it whole, after np.set_printoptions(threshold=10**6)",
    ),
    QT_TRANSLATE_NOOP("Interop", "these lines name column {column:,}; at most {most:,} can be read"),
    QT_TRANSLATE_NOOP("Interop", "the lists of this JSON are not of the same length; correct it"),
    QT_TRANSLATE_NOOP("Interop", "there is nothing in this table; it needs rows of numbers"),
    QT_TRANSLATE_NOOP("Interop", "The file's text was read as {encoding}."),
    QT_TRANSLATE_NOOP(
        "Interop", "this table has {cells:,} cells, more than the {most:,} that can be read; shorten it"
    ),
    QT_TRANSLATE_NOOP("Interop", "Above the names of the columns, left out: line {lines}."),
    QT_TRANSLATE_NOOP("Interop", "Line {line} was taken for the columns' names."),
    QT_TRANSLATE_NOOP("Interop", "this table has {width:,} columns, more than the {most:,} that can be read"),
    QT_TRANSLATE_NOOP("Interop", "this table has more than the {most:,} cells that can be read"),
    QT_TRANSLATE_NOOP("Interop", "a row of this table has far more columns than the others; correct it"),
    QT_TRANSLATE_NOOP("Interop", "percTrainData={share:g} is out of range; it goes from 1 to 100 percent"),
    QT_TRANSLATE_NOOP("Interop", "{names} in the link: neither true nor false, so taken as false."),
    QT_TRANSLATE_NOOP("Interop", "The link names no seed, so {seed} was drawn for it."),
    QT_TRANSLATE_NOOP(
        "Interop", "A noise of {noise:g} is out of range; as in TensorFlow Playground it became {used:g}."
    ),
    QT_TRANSLATE_NOOP(
        "Interop", "{names} in the link: spelled otherwise than TensorFlow Playground does, so left out."
    ),
    QT_TRANSLATE_NOOP("Interop", "{names} in the link: without effect, as in TensorFlow Playground."),
    QT_TRANSLATE_NOOP(
        "Interop",
        "{name}={value} is unknown to TensorFlow Playground, which then takes {used}; so it is here.",
    ),
    QT_TRANSLATE_NOOP("Interop", "the link's {name}={text} is no number; correct it there and open it again"),
    QT_TRANSLATE_NOOP("Interop", "batchSize={size:g} is no number of points; it is 1, 2, 3 ..."),
    QT_TRANSLATE_NOOP("Interop", "the link's {reason}; correct it there and open it again"),
    QT_TRANSLATE_NOOP(
        "Interop",
        "This run may differ from TensorFlow Playground's: {points} training points leave a "
        "smaller batch at the end of each epoch, which is a batch of its own here and carried "
        "over there.",
    ),
    QT_TRANSLATE_NOOP(
        "Interop",
        "This run may differ from TensorFlow Playground's: with L1 a weight that crosses zero "
        "stops there and may leave again, while there it stays zero for good.",
    ),
    QT_TRANSLATE_NOOP("Interop", "networkShape has {count} layers; at most {most} can be opened"),
    QT_TRANSLATE_NOOP("Interop", "networkShape has a layer that is not of 1 to {most} units"),
    QT_TRANSLATE_NOOP("Interop", "learningRate and regularizationRate cannot be negative"),
    QT_TRANSLATE_NOOP("Interop", "the first weights: TensorFlow Playground draws its own"),
    QT_TRANSLATE_NOOP("Interop", "what the network has learned so far: a link starts the run anew"),
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
    QT_TRANSLATE_NOOP("Interop", "your own points: a link only names a dataset, here {used}"),
    QT_TRANSLATE_NOOP("Interop", "the feature {feature}: a link has no such input"),
    QT_TRANSLATE_NOOP("Interop", "the dataset {name}: {used} stands in for it"),
    QT_TRANSLATE_NOOP("Interop", "these very points: TensorFlow Playground draws its own of the same kind"),
    QT_TRANSLATE_NOOP("Interop", "the number of points: a link always has {usual}"),
    QT_TRANSLATE_NOOP("Interop", "more than two classes"),
    QT_TRANSLATE_NOOP("Interop", "label noise and class balance"),
    QT_TRANSLATE_NOOP("Interop", "noise above 80 %"),
)
"""Every template of the engine's and ``interop``'s notes, marked for translation."""

FIELDS: tuple[str, ...] = (
    QT_TRANSLATE_NOOP("Fields", "activation"),
    QT_TRANSLATE_NOOP("Fields", "batch size"),
    QT_TRANSLATE_NOOP("Fields", "classes"),
    QT_TRANSLATE_NOOP("Fields", "clip norm"),
    QT_TRANSLATE_NOOP("Fields", "dataset"),
    QT_TRANSLATE_NOOP("Fields", "epsilon"),
    QT_TRANSLATE_NOOP("Fields", "features"),
    QT_TRANSLATE_NOOP("Fields", "initializer"),
    QT_TRANSLATE_NOOP("Fields", "layers"),
    QT_TRANSLATE_NOOP("Fields", "learning rate"),
    QT_TRANSLATE_NOOP("Fields", "loss"),
    QT_TRANSLATE_NOOP("Fields", "max norm"),
    QT_TRANSLATE_NOOP("Fields", "momentum"),
    QT_TRANSLATE_NOOP("Fields", "noise"),
    QT_TRANSLATE_NOOP("Fields", "optimizer"),
    QT_TRANSLATE_NOOP("Fields", "pieces"),
    QT_TRANSLATE_NOOP("Fields", "points"),
    QT_TRANSLATE_NOOP("Fields", "rate"),
    QT_TRANSLATE_NOOP("Fields", "samples"),
    QT_TRANSLATE_NOOP("Fields", "seed"),
    QT_TRANSLATE_NOOP("Fields", "units"),
)
"""What the fields of an experiment are called where an edit is refused."""
