"""Every name of the engine has words of its own, in every language."""

import msgspec
import pytest
from PySide6.QtCore import QTranslator

from playground.engine.activations import ACTIVATIONS
from playground.engine.datasets import DATASETS
from playground.engine.features import FEATURES
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.losses import LOSSES
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.regularizers import REGULARIZERS
from playground.engine.schedules import SCHEDULES
from playground.interop.exporters import EXPORTERS
from playground.paths import resource
from playground.ui.words.labels import LABELS
from playground.ui.words.translation import LANGUAGES

NAMES = {
    "activation": set(ACTIVATIONS),
    "optimizer": set(OPTIMIZERS),
    "loss": set(LOSSES),
    "regularizer": set(REGULARIZERS),
    "schedule": set(SCHEDULES),
    "initializer": set(INITIALIZERS),
    "dataset": {*DATASETS, "custom"},
    "layer_kind": {*LAYER_KINDS, "output"},
    "feature": set(FEATURES),
    "parameter": {
        field.name
        for kind in (*OPTIMIZERS.values(), *SCHEDULES.values())
        for field in msgspec.structs.fields(kind.settings)
    },
    "export": set(EXPORTERS),
}


def test_every_kind_of_name_is_looked_at():
    assert set(NAMES) == set(LABELS)


@pytest.mark.parametrize("kind", NAMES)
def test_every_name_of_the_engine_has_a_label_and_every_label_a_name(kind):
    assert set(LABELS[kind]) == NAMES[kind]


@pytest.mark.parametrize("kind", NAMES)
def test_labels_of_a_kind_can_be_told_apart_and_help_is_one_sentence(kind):
    words = [text for text, _ in LABELS[kind].values()]
    assert len(set(words)) == len(words)
    for text, sentence in LABELS[kind].values():
        assert text
        assert sentence.endswith(".")


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
@pytest.mark.parametrize("kind", NAMES)
def test_every_label_and_its_help_are_translated(qapp, kind, language):
    translator = QTranslator()
    assert translator.load(str(resource(f"translations/playground_{language}.qm")))
    for name, (text, sentence) in LABELS[kind].items():
        assert kind == "feature" or translator.translate("labels", text), f"{name}: {text!r}"
        assert translator.translate("labels", sentence), f"{name}: {sentence!r}"
