"""TensorFlow Playground links: the same points, the same first weights, the same losses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.engine.errors import ExperimentError
from playground.engine.experiment import decode, encode
from playground.engine.points import make_points
from playground.engine.training import TrainingRun
from playground.interop.tfplayground import FEATURES, Link, looks_like_link, open_link, read_link

RUNS = json.loads((Path(__file__).parent / "tfplayground_runs.json").read_text(encoding="utf-8"))["runs"]
EXACT = [run for run in RUNS if run["exact"]]
BASE = "https://playground.tensorflow.org/#seed=0.5&"


@pytest.mark.parametrize("run", RUNS, ids=range(len(RUNS)))
def test_the_points_are_the_same(run):
    points = make_points(open_link(run["url"]).experiment.data)
    assert len(points.train) == run["n_train"]
    assert len(points.test) == run["n_test"]
    is_class = "problem=classification" in run["url"]
    for place, (x, y, label) in enumerate(run["first"]):
        assert points.train[place] == pytest.approx((x, y), rel=1e-14, abs=1e-15)
        assert points.train_labels[place] == ((label + 1) / 2 if is_class else pytest.approx(label))


@pytest.mark.parametrize("run", EXACT, ids=range(len(EXACT)))
def test_the_losses_are_the_same_epoch_by_epoch(run):
    mine = TrainingRun(open_link(run["url"]).experiment)
    for stated in run["losses"]:
        mine.train(epochs=stated["epoch"] - mine.epoch)
        train, test = mine.evaluate()
        tolerance = 1e-9 if stated["epoch"] <= 10 else 1e-4
        assert train.loss == pytest.approx(stated["train"], rel=tolerance)
        assert test.loss == pytest.approx(stated["test"], rel=tolerance)


@pytest.mark.parametrize("run", [run for run in RUNS if not run["exact"]])
def test_a_run_that_may_differ_says_so_and_trains(run):
    opened = open_link(run["url"])
    assert any("may differ" in note for note in opened.notes)
    mine = TrainingRun(opened.experiment)
    assert mine.evaluate()[0].loss == pytest.approx(run["losses"][0]["train"], rel=1e-12)
    mine.train(epochs=20)
    assert mine.evaluate()[0].loss < run["losses"][0]["train"]


@pytest.mark.parametrize("run", EXACT, ids=range(len(EXACT)))
def test_an_exact_link_has_nothing_to_tell(run):
    assert open_link(run["url"]).notes == ()


def test_an_opened_link_survives_our_own_file():
    experiment = open_link(RUNS[0]["url"]).experiment
    assert decode(encode(experiment)) == experiment


@pytest.mark.parametrize(
    "written",
    [
        lambda url: url.replace("https", "http"),
        lambda url: url.replace("&", "\\&").replace("_", "\\_"),
        lambda url: url.replace("&", "&amp;"),
        lambda url: url.replace("&", "&amp;amp;"),
        lambda url: url.replace(",", "%2C"),
        lambda url: url.replace("playground.tensorflow.org/", "mirror.example.org/lab/index.html"),
        lambda url: f"  <{url}>\n",
        lambda url: url.partition("#")[2],
        lambda url: "#" + url.partition("#")[2],
        lambda url: url.replace("&reg", "®"),
        lambda url: (
            url.replace("://", "%3A%2F%2F").replace("#", "%23").replace("=", "%3D").replace("&", "%26")
        ),
        lambda url: "https://www.example.org/url?q=" + url.replace("#", "%23").replace("&", "%26"),
    ],
)
def test_a_link_is_understood_however_it_was_copied(written):
    text = written(RUNS[5]["url"])
    assert looks_like_link(text)
    assert open_link(text).experiment == open_link(RUNS[5]["url"]).experiment


def test_what_a_link_leaves_out_has_the_defaults_there():
    opened = open_link("https://playground.tensorflow.org/")
    experiment = opened.experiment
    assert read_link(BASE) == Link(seed="0.5")
    assert experiment.network.features == ("x1", "x2")
    assert [(layer.units, layer.activation) for layer in experiment.network.layers] == [
        (4, "tanh"),
        (2, "tanh"),
    ]
    assert (experiment.training.learning_rate, experiment.training.batch_size) == (0.03, 10)
    assert len(opened.notes) == 1
    assert "names no seed" in opened.notes[0]


@pytest.mark.parametrize(("switch", "feature"), FEATURES.items())
def test_each_switch_is_a_feature(switch, feature):
    off = "&".join(f"{name}=false" for name in FEATURES if name != switch)
    assert open_link(f"{BASE}{off}&{switch}=true").experiment.network.features == (feature,)


def test_no_hidden_layer_and_no_feature_can_be_said():
    experiment = open_link(f"{BASE}networkShape=&x=false&y=false").experiment
    assert experiment.network.layers == ()
    assert experiment.network.features == ()
    assert experiment.network.initial_parameters == (0.1,)


def test_a_seed_of_letters_is_a_seed_of_our_own_that_its_letters_and_their_order_decide():
    ours = [
        open_link(f"{BASE.replace('0.5', seed)}").experiment.network.seed for seed in ("a", "b", "ab", "ba")
    ]
    assert len(set(ours)) == 4
    assert open_link(BASE.replace("0.5", "0.66230")).experiment.network.seed == 66230


def test_zero_weights_leave_the_points_as_they_were():
    zero = open_link(f"{BASE}initZero=true").experiment
    assert set(zero.network.initial_parameters) == {0.0}
    assert zero.data == open_link(BASE).experiment.data


def test_hidden_controls_and_display_choices_are_handed_on():
    opened = open_link(f"{BASE}playButton_hide=true&noise_hide=true&seed_hide=false&showTestData=true")
    assert opened.hidden_controls == {"playButton", "noise"}
    assert opened.show_test is True
    assert opened.discretize is False


def test_what_changes_nothing_is_named():
    notes = open_link(f"{BASE}cosX=true&collectStats=true&sinX=true").notes
    assert [str(note) for note in notes] == [
        "cosX, collectStats in the link: without effect, as in TensorFlow Playground."
    ]


def test_an_unknown_choice_is_taken_as_there_and_told():
    opened = open_link(f"{BASE}activation=gelu")
    assert opened.experiment.network.layers[0].activation == "tanh"
    assert "activation=gelu is unknown" in opened.notes[0]


@pytest.mark.parametrize(("noise", "used"), [(-5, 0), (80, 80), (81, 50)])
def test_noise_has_the_same_limits_as_there(noise, used):
    opened = open_link(f"{BASE}noise={noise}")
    assert opened.experiment.data.noise == pytest.approx(used / 100)
    assert bool(opened.notes) == (noise != used)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ("learningRate=fast", "learningRate=fast is no number"),
        ("learningRate=-1", "cannot be negative"),
        ("noise=1e999", "noise=1e999 is no number"),
        ("batchSize=0", "batchSize=0 is no number of points"),
        ("batchSize=2.5", "batchSize=2.5 is no number of points"),
        ("percTrainData=0", "percTrainData=0 is out of range"),
        ("percTrainData=101", "percTrainData=101 is out of range"),
        ("percTrainData=1e306", r"percTrainData=1e\+306 is out of range"),
        ("networkShape=4,x", "networkShape=x is no number"),
        ("networkShape=4,,2", "networkShape= is no number"),
        ("networkShape=1000000000", "not of 1 to 64 units"),
        ("networkShape=0", "not of 1 to 64 units"),
        ("networkShape=" + ",".join("1" * 33), "33 layers; at most 32"),
    ],
)
def test_a_choice_that_cannot_be_is_one_sentence(choices, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        open_link(BASE + choices)


@pytest.mark.parametrize(
    "text", ["https://example.org", "https://example.org/#a=b", "www.example.org?x", "#"]
)
def test_other_addresses_are_no_links(text):
    assert looks_like_link(text)
    with pytest.raises(ExperimentError, match="no TensorFlow Playground link"):
        open_link(text)


@pytest.mark.parametrize("text", ["spiral.json", "/tmp/points.csv", "x,y,label\n1,2,a", "", "1 2\t3"])
def test_files_and_tables_are_not_taken_for_links(text):
    assert not looks_like_link(text)


_names = st.sampled_from([*Link.__dataclass_fields__, "playButton_hide", "tutorial", "unknown"])
_values = st.one_of(
    st.sampled_from(
        ["true", "false", "", "tanh", "relu", "L1", "spiral", "reg-gauss", "regression", "4,2", "8"]
    ),
    st.integers(-3, 200).map(str),
    st.floats().map(str),
    st.text(max_size=12),
)
_links = st.lists(st.tuples(_names, _values), max_size=12).map(
    lambda pairs: "https://playground.tensorflow.org/#" + "&".join(f"{name}={value}" for name, value in pairs)
)


@given(st.one_of(_links, st.text(max_size=60).map(lambda text: BASE + text), st.text(max_size=60)))
@example("https://playground.tensorflow.org/#networkShape=64,64,64,64")
@example("%25%32%33=%&seed=\ud800")
def test_any_text_opens_or_gets_its_sentence(text):
    try:
        opened = open_link(text)
    except ExperimentError as error:
        assert 0 < len(str(error)) < 400
    else:
        assert len(opened.experiment.data.points) in (500, 1200)
