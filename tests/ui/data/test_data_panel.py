"""The data panel: choosing, sliding and typing edit the data, one undo step each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from playground.engine import edits
from playground.engine.datasets import DATASETS
from playground.engine.experiment import Experiment
from playground.ui.look import theme


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "circle"])
def test_a_click_on_a_tile_chooses_the_dataset(desk, name):
    desk.click(desk.panel.gallery.tile(name))
    assert desk.data.dataset == name
    assert desk.panel.gallery.tile(name).isChecked()
    desk.undo()
    assert desk.data.dataset == "circle"
    assert desk.panel.gallery.tile("circle").isChecked()


def test_the_gallery_shows_the_points_that_there_would_be(desk):
    gallery = desk.panel.gallery
    desk.wait(gallery.is_current)
    before = {name: gallery.tile(name).picture.toImage() for name in DATASETS}
    desk.type_into("noiseValue", "40")
    desk.wait(gallery.is_current)
    for name in DATASETS:
        assert gallery.tile(name).picture.toImage() != before[name], name


def test_pictures_are_kept_and_come_back_at_once(desk):
    gallery = desk.panel.gallery
    desk.wait(gallery.is_current)
    kept = gallery.tile("xor").picture
    desk.type_into("noiseValue", "40")
    desk.wait(gallery.is_current)
    desk.type_into("noiseValue", "10")
    assert gallery.is_current()
    assert gallery.tile("xor").picture is kept


def test_pictures_are_in_the_colours_of_the_theme_there_is_now(desk, qapp):
    gallery = desk.panel.gallery
    desk.wait(gallery.is_current)
    try:
        for name in ("dark", "light", "dark"):
            theme.apply(qapp, name)
            assert gallery.is_current(), "with the rest of the window"
            zero = theme.current().zero.lightness()
            image = gallery.tile("plane").picture.toImage()
            shown = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
            quiet = [color.lightness() for color in shown if color.alpha() == 255 and color.saturation() < 60]
            assert quiet
            assert all(abs(lightness - zero) < 60 for lightness in quiet), name
    finally:
        theme.apply(qapp, "light")


def test_dragging_a_slider_is_one_undo_step(desk):
    slider = desk.find("noiseSlider")
    handle = QPoint(round(slider.handle_center()), slider.height() // 2)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=handle)
    for step in range(1, 6):
        QTest.mouseMove(slider, handle + QPoint(6 * step, 0))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=handle + QPoint(30, 0))
    assert desk.data.noise > 0.12
    assert desk.session.document.undo_stack.count() == 1
    desk.undo()
    assert desk.data.noise == 0.1


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("noiseValue", "33", "noise", 0.33),
        ("noiseValue", "75 %", "noise", 0.75),
        ("samplesValue", "12,345", "samples", 12345),
        ("trainShareValue", "62.5", "train_fraction", 0.625),
        ("dataSeed", "#123", "seed", 123),
        ("dataSeed", "66230", "seed", 66230),
    ],
)
def test_values_can_be_typed(desk, name, text, field, value):
    desk.type_into(name, text)
    assert getattr(desk.data, field) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("noiseValue", "lots", "Noise goes from 0\u2009% to 100\u2009%."),
        ("noiseValue", "-5", "Noise goes from"),
        ("samplesValue", "5", "Samples goes from 10 to 20,000"),
        ("samplesValue", "1e9", "Samples goes from"),
        ("samplesValue", "nan", "Samples goes from"),
        ("trainShareValue", "0", "Training share goes from"),
        ("dataSeed", "seven", "A seed is a whole number, such as 7."),
        ("dataSeed", "9" * 30, "A seed is a whole number"),
    ],
)
def test_what_cannot_be_typed_gets_its_sentence_and_changes_nothing(desk, name, text, sentence):
    before = desk.session.experiment
    desk.type_into(name, text)
    assert sentence in desk.find(name).error.sentence
    assert desk.session.experiment == before
    assert desk.find(name).text() == text


def test_escape_takes_typing_back(desk):
    field = desk.find("noiseValue")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    QTest.keyClicks(field, "77")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "10\u2009%"
    assert desk.data.noise == 0.1


def test_new_data_is_the_next_seed_and_shows_it(desk):
    desk.click("newDataButton")
    assert desk.data.seed == 8
    assert desk.find("dataSeed").text() == "#8"


def test_classes_follow_what_the_dataset_can_have(desk):
    assert not desk.panel.classes.isEnabled()
    assert "Circle has 2 classes" in desk.panel.classes.toolTip()
    desk.click(desk.panel.gallery.tile("spiral"))
    desk.type_into("classesValue", "5")
    assert desk.data.classes == 5
    assert desk.session.experiment.outputs == 5
    desk.click(desk.panel.gallery.tile("moons"))
    assert desk.data.classes == 2
    desk.click(desk.panel.gallery.tile("plane"))
    assert not desk.panel.classes.isVisible()
    assert desk.session.experiment.loss == "squared_error"


def test_the_number_of_classes_is_kept_over_a_dataset_that_has_fewer(desk):
    gallery = desk.panel.gallery
    desk.click(gallery.tile("spiral"))
    desk.type_into("classesValue", "5")
    for name in ("moons", "plane", "spiral"):
        desk.click(gallery.tile(name))
    assert desk.data.classes == 5
    desk.undo()
    desk.click(gallery.tile("rings"))
    assert desk.data.classes == 5
    desk.undo()
    desk.undo()
    desk.undo()
    desk.undo()
    assert (desk.data.dataset, desk.data.classes) == ("spiral", 2), "before they were chosen"
    desk.click(gallery.tile("moons"))
    desk.click(gallery.tile("gauss"))
    assert desk.data.classes == 2


def test_own_points_need_as_many_classes_as_their_labels(lay):
    points = tuple((float(k), 1.0, float(k)) for k in range(4))
    experiment = edits.with_data(Experiment(), dataset="custom", points=points, classes=5)
    desk = lay(experiment)
    slider = desk.panel.classes.slider
    places = slider.maximum()
    desk.type_into("trainShareValue", "80")
    assert (slider.minimum(), slider.maximum()) == (0, places)
    desk.session.edit(edits.with_data(desk.session.experiment, points=points[:3]), "three")
    assert slider.maximum() == places + 1, "three classes are enough now"
    desk.undo()
    assert slider.maximum() == places


def test_the_split_is_said_plainly(desk):
    assert desk.find("splitText").text() == "250 train, 250 only test"
    desk.type_into("trainShareValue", "100")
    assert desk.find("splitText").text() == "All 500 train, none is held out"


def test_label_noise_and_imbalance_are_under_more(desk):
    assert not desk.panel.label_noise.isVisible()
    desk.click(desk.panel.more.header)
    assert desk.panel.label_noise.isVisible()
    desk.type_into("labelNoiseValue", "20")
    desk.type_into("balanceValue", "50")
    assert (desk.data.label_noise, desk.data.imbalance) == (0.2, 0.5)


def test_own_points_have_a_tile_and_no_noise(desk):
    assert not desk.panel.gallery.tile("custom").isVisible()
    desk.begin_painting()
    desk.stroke((1, 1))
    desk.click("paintDoneButton")
    assert desk.panel.gallery.tile("custom").isVisible()
    assert desk.panel.gallery.tile("custom").isChecked()
    assert not desk.panel.noise.isVisible()
    assert desk.find("newDataButton").text() == "New split"
    desk.click(desk.panel.gallery.tile("xor"))
    assert not desk.panel.gallery.tile("custom").isVisible()
    assert desk.panel.noise.isVisible()


def test_controls_that_a_link_hides_are_hidden_until_they_are_shown_again(desk):
    desk.session.display.set(hidden_controls={"noise", "dataset", "percTrainData"})
    assert not desk.panel.noise.isVisible()
    assert not desk.panel.gallery.isVisible()
    assert not desk.panel.train_share.isVisible()
    desk.session.display.set(hidden_controls=frozenset())
    assert desk.panel.noise.isVisible()
    assert desk.panel.gallery.isVisible()


def test_the_panel_follows_edits_from_elsewhere(desk):
    desk.session.edit(edits.with_data(Experiment(), dataset="rings", noise=0.3, classes=4), "test")
    assert desk.panel.gallery.tile("rings").isChecked()
    assert desk.find("noiseValue").text() == "30\u2009%"
    assert desk.find("classesValue").text() == "4"


def test_the_panel_shows_itself_in_both_themes_and_sizes(desk, qapp):
    from playground.ui.look import theme

    for choice, scale in (("dark", 1.0), ("light", 1.35)):
        theme.set_scale(scale)
        theme.apply(qapp, choice)
        desk.wait(desk.panel.gallery.is_current)
        assert not desk.grab().isNull()
        assert desk.panel.width() == theme.pixels(216)
    theme.set_scale(1.0)


def test_a_new_split_deals_the_points_of_a_link_anew(desk):
    desk.session.paste("#seed=0.5")
    assert desk.data.split == "in_order"
    desk.click("newDataButton")
    assert desk.data.split == "shuffled"
    assert len(desk.data.points) == 500


@pytest.mark.parametrize("language", ["en", "ko"])
def test_paint_and_import_are_in_sight_beside_an_open_lower_panel(start, language):
    program = start(width=1280, height=720)
    program.window.set_language(language)
    program.click("drawerArrow")
    program.until(lambda: program.window.workspace.drawer.is_open)
    area = program.find("dataPanel").findChild(QScrollArea).viewport()
    for name in ("paintButton", "importButton"):
        button = program.find(name)
        program.until(
            lambda button=button: (
                button.isVisible()
                and area.rect().contains(QRect(button.mapTo(area, QPoint()), button.size()))
            )
        )
    share = program.find("trainShareSlider")
    assert "250" in share.toolTip()
