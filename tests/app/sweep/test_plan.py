"""What is typed becomes a plan: grids, ranges, draws, seeds, or one exact sentence."""

import pytest

from playground.app.sweep.plan import Range, SweepError, make_plan, parse_over
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment

UNITS = "network.layers[0].units"


def plan(*over, **options):
    options.setdefault("epochs", 5)
    return make_plan(Experiment(), [parse_over(text) for text in over], **options)


def test_the_first_field_changes_slowest_and_the_seed_fastest():
    made = plan(f"{UNITS}=3,6", "training.regularizer.rate=0.001,0.01", seeds=2)
    trials = [made.trial(index) for index in range(len(made))]
    assert [(*trial.set.values(), trial.seed) for trial in trials] == [
        (3, 0.001, 7), (3, 0.001, 8), (3, 0.01, 7), (3, 0.01, 8),
        (6, 0.001, 7), (6, 0.001, 8), (6, 0.01, 7), (6, 0.01, 8),
    ]  # fmt: skip
    last = made.experiment_of(trials[-1])
    assert (last.network.layers[0].units, last.training.regularizer.rate, last.network.seed) == (6, 0.01, 8)
    assert last.data == made.experiment.data


@pytest.mark.parametrize(
    ("written", "values"),
    [
        (f"{UNITS}=3", [3]),
        (f"{UNITS}=2..5", [2, 3, 4, 5]),
        (f"{UNITS}=5..2", [5, 4, 3, 2]),
        (f"{UNITS}=1..100:log:3", [1, 10, 100]),
        (f"{UNITS}=1..3:lin:9", [1, 2, 3]),
        ("training.learning_rate=1e-4..1e-1:log:4", [1e-4, 1e-3, 1e-2, 1e-1]),
        ("training.learning_rate=1..0:3", [1.0, 0.5, 0.0]),
        ("data.noise=0..1:5", [0.0, 0.25, 0.5, 0.75, 1.0]),
        ("training.optimizer.name=sgd, adam", ["sgd", "adam"]),
        ('training.optimizer.name="sgd"', ["sgd"]),
        ("network.layers[0].bias=true,false", [True, False]),
        ("training.clip_norm=null,.5,1.", [None, 0.5, 1.0]),
        ('network.features=["x1","x2"],["x1","x2","x1x2"]', [["x1", "x2"], ["x1", "x2", "x1x2"]]),
        ("network.seed=3..5", [3, 4, 5]),
    ],
)
def test_values_are_lists_or_ranges(written, values):
    assert [values for (values,) in plan(written).combinations] == values


def test_a_seed_that_is_swept_over_is_the_trials_seed():
    made = plan("network.seed=30,40")
    assert [made.trial(index).seed for index in (0, 1)] == [30, 40]


def test_a_field_that_another_brings_may_follow_it():
    made = plan("training.optimizer.name=momentum,nesterov", "training.optimizer.momentum=0.5,0.9")
    assert made.experiment_of(made.trial(3)).training.optimizer.momentum == 0.9


def test_a_trained_state_is_left_out():
    from msgspec.structs import replace

    from playground.engine.experiment import RunState

    made = make_plan(replace(Experiment(), run=RunState()), [parse_over(f"{UNITS}=3")], epochs=1)
    assert made.experiment.run is None


def test_draws_lie_in_their_ranges_and_more_of_them_begin_with_the_same():
    over = ["training.learning_rate=1e-4..1e-1:log", f"{UNITS}=2..20", "training.optimizer.name=sgd,adam"]
    few, many = plan(*over, random=5).combinations, plan(*over, random=200).combinations
    assert many[:5] == few
    rates, units, names = zip(*many, strict=True)
    assert all(1e-4 <= rate <= 1e-1 for rate in rates)
    assert 70 <= sum(rate < 10**-2.5 for rate in rates) <= 130
    assert {*units} <= {*range(2, 21)}
    assert len({*units}) > 12
    assert {*names} == {"sgd", "adam"}


@pytest.mark.parametrize(
    ("over", "options", "sentence"),
    [
        ([], {}, "name a field to sweep over, such as network.layers[0].units=3,6,20"),
        ([UNITS], {}, f"{UNITS}: write a field and its values, such as network.layers[0].units=3,6,20"),
        ([f"{UNITS}=3,,6"], {}, f"{UNITS}: 3,,6 has an empty value"),
        ([f"{UNITS}=3,6,3"], {}, f"{UNITS}: 3 is given twice"),
        ([f"{UNITS}=3", f"{UNITS}=6"], {}, f"{UNITS} is swept over twice; give all its values at once"),
        (["data.noise=0..1"], {}, "data.noise: a grid needs to know how many values: write such as 1e-4..1e-1:log:7"),
        (["data.noise=0..1:log:3"], {}, "data.noise: a logarithmic range needs ends above 0, not 0..1:log:3"),
        (["data.noise=0..1:0"], {}, "data.noise: a range has 1 to 10,000 values, not 0"),
        (["data.noise=0..1:cubic:3"], {}, "data.noise: 0..1:cubic:3 is no range; a range is written such as 1e-4..1e-1:log:7"),
        (["training.loss=0..1:3"], {}, "training.loss: a range needs a field that holds a number"),
        ([f"{UNITS}=3"], {"seeds": 0}, "each set of values needs at least one seed"),
        (["network.seed=1,2"], {"seeds": 2}, "network.seed is swept over already; leave the seeds at 1"),
        (["data.seed=1..10000", "network.seed=1..10000"], {}, "this would be 100,000,000 trials; a sweep has no more than 1,000,000"),
        ([f"{UNITS}=3"], {"random": 0}, "draw at least one set of values at random"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_one_sentence(over, options, sentence):
    with pytest.raises(SweepError) as refusal:
        plan(*over, **options)
    assert str(refusal.value) == sentence


def test_values_that_do_not_go_together_are_refused_before_anything_is_trained():
    with pytest.raises(ExperimentError, match=r"there is no momentum in training\.optimizer"):
        plan("training.optimizer.name=momentum,sgd", "training.optimizer.momentum=0.5,0.9")
    with pytest.raises(ExperimentError, match="cannot normalise a batch of 1 point"):
        plan("network.layers[0].kind=dense,batch_norm", "training.batch_size=1,10")


def test_the_ends_of_a_range_are_those_that_were_written():
    values = Range(0.0003, 0.7, "log", 11).values("training.learning_rate", are_whole=False)
    assert (values[0], values[-1], len(values)) == (0.0003, 0.7, 11)
