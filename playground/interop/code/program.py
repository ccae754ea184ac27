"""A script as a whole file: what those of all languages begin with, and what they end with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, state_of
from playground.interop.code.arrays import data_part, weights_part
from playground.interop.code.features import features_part


@dataclass(frozen=True)
class Check:
    """What a script compares when it is run as a program: its ``loss``, an expression.

    ``known`` is that loss here (None: the engine's mean loss).
    """

    tolerance: str
    loss: str = "loss_and_gradient(points, labels)[0]"
    known: float | None = None


def begun(run: TrainingRun, *, with_weights: bool) -> TrainingRun:
    """The run as the script has it: as it stands, or as it begins."""
    return run if with_weights else TrainingRun(state_of(run, with_weights=False), run.points)


def parts_of_file(
    run: TrainingRun,
    language: str,
    imports: str,
    body: Sequence[str],
    check: Check,
    *,
    with_weights: bool,
    says: Sequence[str] = (),
    weights: str = "",
) -> list[str]:
    """The parts of a file around its ``body``: what it is, features and weights; data and check.

    ``weights`` are written otherwise than as the engine has them; ``says`` are more lines of its first words.
    """
    return [
        _header(run, language, says, with_weights=with_weights),
        imports,
        features_part(run),
        weights or weights_part(run, with_weights=with_weights),
        *body,
        data_part(run),
        _check_part(run, check, with_weights=with_weights),
    ]


def whole_file(run: TrainingRun, parts: Sequence[str], *, with_weights: bool) -> str:
    """The text: the parts, two empty lines between them; the last line carries the experiment."""
    last = "# " + as_line(state_of(run, with_weights=with_weights))
    return "\n\n\n".join(part.strip("\n") for part in (*parts, last) if part) + "\n"


# ------------------------------------------------------------------------------------- private


def _header(run: TrainingRun, language: str, says: Sequence[str], *, with_weights: bool) -> str:
    from playground import __version__

    data, network = run.experiment.data, run.experiment.network
    widths = [len(network.features), *(layer.units for layer in run.network.plan.layers if layer.is_dense)]
    stands = f"after {run.epoch} epochs" if with_weights else "before training"
    more = "".join(f"\n{line}" for line in says)
    name = "own points" if data.dataset == "custom" else data.dataset
    return (
        f'"""A {"-".join(map(str, widths))} network on {name}, {stands}, in {language}.\n\n'
        f"Written by playground {__version__}; seeds: data {data.seed}, network {network.seed}. The last line"
        f" carries the experiment:\nopen this file in the playground to go on there.{more}\n"
        '"""'
    )


def _check_part(run: TrainingRun, check: Check, *, with_weights: bool) -> str:
    known = check.known
    if known is None:
        known = begun(run, with_weights=with_weights).evaluate()[0].loss
    return f"""if __name__ == "__main__":
    loss = {check.loss}
    print(f"loss {{loss:.6g}}; in the playground {known:.6g}")
    if not abs(loss - {known!r}) <= {check.tolerance} * max(1.0, abs(loss)):
        raise SystemExit("these are not the same")"""
