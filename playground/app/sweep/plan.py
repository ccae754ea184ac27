"""What a sweep trains: values of fields as a grid or drawn at random, each with some seeds."""

from __future__ import annotations

import itertools
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from msgspec.structs import replace

from playground.engine import fields
from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment

SEED_PATH = "network.seed"
MOST_TRIALS = 1_000_000
MOST_STEPS = 10_000
"""Values in one range at most."""

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})(?::(lin|log))?(?::(\d+))?")
_WRITTEN_RANGE = "1e-4..1e-1:log:7"


class SweepError(Exception):
    """One sentence on why a sweep cannot be, or cannot go on; ``note`` lets the window translate it."""

    def __init__(self, template: str, **values: Any) -> None:
        self.note = Note(template, **values)
        super().__init__(str(self.note))


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``, evenly in themselves or in their logarithms.

    ``count`` is how many a grid takes; None: only a random draw can use it, or a grid of whole numbers.
    """

    low: float
    high: float
    scale: Literal["lin", "log"] = "lin"
    count: int | None = None

    def values(self, path: str, *, are_whole: bool) -> tuple[float, ...]:
        """The grid's values for this field, rising or falling as the range does, each once."""
        if self.count is None:
            if not are_whole or self.scale == "log":
                raise SweepError(
                    "{path}: a grid needs to know how many values: write such as {example}",
                    path=path,
                    example=_WRITTEN_RANGE,
                )
            step = 1 if self.high >= self.low else -1
            ends = round(self.low), round(self.high)
            if abs(ends[1] - ends[0]) >= MOST_STEPS:
                raise SweepError(
                    "{path}: a range has no more than {most:,} values", path=path, most=MOST_STEPS
                )
            return tuple(range(ends[0], ends[1] + step, step))
        shares = [k / (self.count - 1) for k in range(self.count)] if self.count > 1 else [0.0]
        return tuple(dict.fromkeys(self.at(share, is_whole=are_whole) for share in shares))

    def at(self, share: float, *, is_whole: bool) -> float:
        """The number at a share of the way; the ends exactly as they were written."""
        if share in (0.0, 1.0):
            value = self.high if share else self.low
        elif self.scale == "log":
            exponent = math.log10(self.low) * (1.0 - share) + math.log10(self.high) * share
            value = float(f"{10.0**exponent:.12g}")
        else:
            value = float(f"{self.low * (1.0 - share) + self.high * share:.12g}")
        return round(value) if is_whole else value


@dataclass(frozen=True)
class Over:
    """A field and what it is to be: a list of plain values, or a range."""

    path: str
    choice: tuple[Any, ...] | Range


@dataclass(frozen=True)
class Trial:
    """One training: its place in the plan, what is set, and the seed."""

    index: int
    set: dict[str, Any]
    seed: int


@dataclass(frozen=True)
class Plan:
    """All trials of a sweep, made as they are asked for.

    ``combinations`` are the values for ``paths``, the first path changing slowest; each is trained with
    the experiment's own network seed and the ``seeds`` - 1 after it, on the same data.
    """

    experiment: Experiment
    paths: tuple[str, ...]
    combinations: Sequence[tuple[Any, ...]]
    seeds: int
    epochs: int

    def __len__(self) -> int:
        return len(self.combinations) * self.seeds

    def trial(self, index: int) -> Trial:
        """The trial at this place."""
        place, offset = divmod(index, self.seeds)
        settings = dict(zip(self.paths, self.combinations[place], strict=True))
        seed = settings.get(SEED_PATH, self.experiment.network.seed + offset)
        return Trial(index, settings, seed)

    def experiment_of(self, trial: Trial) -> Experiment:
        """What is trained in a trial."""
        return experiment_of(self.experiment, trial.set, trial.seed)


def experiment_of(experiment: Experiment, settings: dict[str, Any], seed: int) -> Experiment:
    """The experiment with fields set in this order and a network seed."""
    for path, value in settings.items():
        experiment = fields.set(experiment, path, value)
    if experiment.network.seed != seed:
        experiment = fields.set(experiment, SEED_PATH, seed)
    return experiment


def make_plan(
    experiment: Experiment,
    over: Sequence[Over],
    *,
    epochs: int,
    seeds: int = 1,
    random: int | None = None,
) -> Plan:
    """The plan of a grid, or of so many random draws; each of its experiments is known to be sound.

    A draw depends on the experiment's network seed and its number alone, so more draws begin with the
    same ones. Raises SweepError or ExperimentError with one sentence.
    """
    experiment = replace(experiment, run=None)
    if not over:
        raise SweepError("name a field to sweep over, such as network.layers[0].units=3,6,20")
    paths = tuple(one.path for one in over)
    for path in paths:
        if paths.count(path) > 1:
            raise SweepError("{path} is swept over twice; give all its values at once", path=path)
    if seeds < 1:
        raise SweepError("each set of values needs at least one seed")
    if SEED_PATH in paths and seeds > 1:
        raise SweepError("{path} is swept over already; leave the seeds at 1", path=SEED_PATH)
    if not experiment.network.features:
        raise SweepError("with no feature the network sees nothing; name one in network.features")
    if random is None:
        counts = [_grid_values(experiment, one) for one in over]
        _require_size(math.prod(len(values) for values in counts) * seeds)
        combinations: Sequence[tuple[Any, ...]] = list(itertools.product(*counts))
    else:
        if random < 1:
            raise SweepError("draw at least one set of values at random")
        _require_size(random * seeds)
        combinations = list(itertools.islice(_draws(experiment, over), random))
    _require_sound(experiment, paths, combinations)
    if experiment.network.seed + seeds - 1 > 2**53:
        raise SweepError("{path} leaves no room for {seeds} seeds", path=SEED_PATH, seeds=seeds)
    return Plan(experiment, paths, combinations, seeds, epochs)


def idle_field(plan: Plan) -> tuple[str, str] | None:
    """A field of the plan that changes nothing, and the field whose value makes it so."""
    penalty = "training.regularizer"
    if fields.get(plan.experiment, f"{penalty}.name") != "none" or f"{penalty}.name" in plan.paths:
        return None
    idle = next((path for path in plan.paths if path.startswith(penalty)), None)
    return None if idle is None else (idle, f"{penalty}.name")


def parse_over(text: str) -> Over:
    """A field and its values as they are typed: ``PATH=3,6,20`` or ``PATH=1e-4..1e-1:log:7``.

    Values are JSON (numbers, true, null, lists) or a bare name. Raises SweepError.
    """
    path, sign, written = (part.strip() for part in text.partition("="))
    if not sign or not path or not written:
        raise SweepError(
            "{text}: write a field and its values, such as network.layers[0].units=3,6,20", text=text
        )
    if ".." in written:
        return Over(path, _parse_range(path, written))
    return Over(path, parse_values(written, path))


def parse_values(written: str, path: str) -> tuple[Any, ...]:
    """Values between commas; commas inside brackets, braces and quotes belong to a value."""
    parts = [part.strip() for part in _parts(written)]
    if not all(parts):
        raise SweepError("{path}: {written} has an empty value", path=path, written=written)
    values = tuple(parse_value(part) for part in parts)
    seen: set[str] = set()
    for part, value in zip(parts, values, strict=True):
        written_alike = json.dumps(value)
        if written_alike in seen:
            raise SweepError("{path}: {part} is given twice", path=path, part=part)
        seen.add(written_alike)
    return values


def parse_value(written: str) -> Any:
    """JSON, or the text itself; NaN and Infinity are no JSON here."""
    try:
        value = json.loads(written, parse_constant=lambda name: name)
    except ValueError:
        return float(written) if re.fullmatch(_NUMBER, written) else written
    return value


# ------------------------------------------------------------------------------------- private


def _parse_range(path: str, written: str) -> Range:
    found = _RANGE.fullmatch(written)
    if found is None:
        raise SweepError(
            "{path}: {written} is no range; a range is written such as {example}",
            path=path,
            written=written,
            example=_WRITTEN_RANGE,
        )
    low, high, scale, count = found.groups()
    made = Range(float(low), float(high), "log" if scale == "log" else "lin", int(count) if count else None)
    if not (math.isfinite(made.low) and math.isfinite(made.high)):
        raise SweepError("{path}: {written} has no finite ends", path=path, written=written)
    if made.scale == "log" and min(made.low, made.high) <= 0.0:
        raise SweepError(
            "{path}: a logarithmic range needs ends above 0, not {written}", path=path, written=written
        )
    if made.count is not None and not 1 <= made.count <= MOST_STEPS:
        raise SweepError(
            "{path}: a range has 1 to {most:,} values, not {count}",
            path=path,
            most=MOST_STEPS,
            count=made.count,
        )
    return made


def _parts(written: str) -> Iterator[str]:
    depth, is_quoted, start = 0, False, 0
    for place, sign in enumerate(written):
        if sign == '"':
            is_quoted = not is_quoted
        elif not is_quoted and sign in "[{":
            depth += 1
        elif not is_quoted and sign in "]}":
            depth -= 1
        elif sign == "," and depth == 0 and not is_quoted:
            yield written[start:place]
            start = place + 1
    yield written[start:]


def _grid_values(experiment: Experiment, over: Over) -> tuple[Any, ...]:
    if isinstance(over.choice, tuple):
        return over.choice
    return over.choice.values(over.path, are_whole=_is_whole(experiment, over))


def _is_whole(experiment: Experiment, over: Over) -> bool:
    """Whether a range's numbers must be whole; another field of the sweep may have to bring this one."""
    try:
        field = fields.field_at(experiment, over.path)
    except ExperimentError:
        return False
    if field is None or field.kind not in ("whole", "number"):
        raise SweepError("{path}: a range needs a field that holds a number", path=over.path)
    return field.kind == "whole"


def _draws(experiment: Experiment, over: Sequence[Over]) -> Iterator[tuple[Any, ...]]:
    are_whole = [isinstance(one.choice, Range) and _is_whole(experiment, one) for one in over]
    generator = np.random.default_rng(experiment.network.seed)
    while True:
        shares = generator.random(len(over)).tolist()
        yield tuple(
            one.choice.at(share, is_whole=is_whole)
            if isinstance(one.choice, Range)
            else one.choice[int(share * len(one.choice))]
            for one, share, is_whole in zip(over, shares, are_whole, strict=True)
        )


def _require_size(trials: int) -> None:
    if trials > MOST_TRIALS:
        raise SweepError(
            "this would be {trials:,} trials; a sweep has no more than {most:,}",
            trials=trials,
            most=MOST_TRIALS,
        )


def _require_sound(
    experiment: Experiment, paths: Sequence[str], combinations: Sequence[tuple[Any, ...]]
) -> None:
    """Set every combination once; what neighbours share is set only once."""
    made: list[Experiment] = [experiment]
    before: tuple[Any, ...] = ()
    for values in combinations:
        same = 0
        while same < len(before) and before[same] is values[same]:
            same += 1
        del made[same + 1 :]
        for path, value in zip(paths[same:], values[same:], strict=True):
            made.append(fields.set(made[-1], path, value))
        before = values
