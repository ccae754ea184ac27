"""Settings survive restarts, broken files and bad keys."""

from __future__ import annotations

import json

import pytest

from playground.app.settings import RECENT_LIMIT, Preferences, Settings


@pytest.fixture
def path(qapp, tmp_path):
    return tmp_path / "config" / "settings.json"


def test_the_default_file_lies_in_the_persons_settings_folder(qapp, own_settings_folder):
    settings = Settings()
    settings.set(theme="dark")
    settings.flush()
    assert settings.path.is_relative_to(own_settings_folder)
    assert Settings().preferences.theme == "dark"


def test_what_was_set_is_there_at_the_next_start(path):
    settings = Settings(path)
    settings.set(theme="light", speed=2.0, panels={"flow": True}, values={"zoom": 1.5})
    settings.flush()
    assert Settings(path).preferences == settings.preferences


def test_a_change_is_written_a_moment_later_by_itself(path, qtbot):
    settings = Settings(path)
    settings.set(theme="dark")
    qtbot.waitUntil(path.is_file)
    assert Settings(path).preferences.theme == "dark"


def test_changed_names_what_changed_and_only_that(path):
    settings = Settings(path)
    seen = []
    settings.changed.connect(lambda name, value: seen.append((name, value)))
    settings.set(theme="dark", discretize=False)
    assert seen == [("theme", "dark")]
    settings.flush()


def test_without_a_change_nothing_is_written(path):
    settings = Settings(path)
    settings.set(theme="system")
    settings.flush()
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "\x00\xff", '"text"', "[" * 100_000])
def test_a_broken_file_is_set_aside_and_the_defaults_hold(path, content):
    path.parent.mkdir()
    path.write_text(content, encoding="latin-1")
    assert Settings(path).preferences == Preferences()
    assert path.with_name("settings.json.bak").read_text(encoding="latin-1") == content


def test_only_the_bad_keys_fall_back(path):
    path.parent.mkdir()
    path.write_text(
        json.dumps({"theme": "pink", "speed": -3, "discretize": 1, "language": "ko", "later": {}})
    )
    preferences = Settings(path).preferences
    assert preferences == Preferences(language="ko")
    assert path.with_name("settings.json.bak").is_file()


def test_a_key_of_a_newer_version_does_no_harm(path):
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "dark", "later": 1}))
    assert Settings(path).preferences.theme == "dark"
    assert not path.with_name("settings.json.bak").exists()


def test_unknown_names_and_bad_values_are_refused(path):
    settings = Settings(path)
    with pytest.raises(TypeError):
        settings.set(colour="red")
    with pytest.raises(ValueError, match="pink"):
        settings.set(theme="pink")
    assert settings.preferences == Preferences()


def test_recent_files_are_few_and_each_stands_once(path):
    settings = Settings(path)
    for number in range(RECENT_LIMIT + 5):
        settings.add_recent(f"{number}.json")
    settings.add_recent("10.json")
    recent = settings.preferences.recent_files
    assert recent[0] == "10.json"
    assert len(recent) == len(set(recent)) == RECENT_LIMIT
    settings.forget_recent("10.json")
    assert "10.json" not in settings.preferences.recent_files
    settings.flush()


def test_a_folder_that_cannot_be_written_does_not_stop_the_program(qapp, tmp_path):
    (tmp_path / "config").write_text("a file where the folder should be")
    settings = Settings(tmp_path / "config" / "settings.json")
    settings.set(theme="dark")
    settings.close()
    assert settings.preferences.theme == "dark"


def test_two_windows_keep_each_others_settings(path):
    first, second = Settings(path), Settings(path)
    first.set(theme="dark", panels={"flow": True}, recent_files=("a",))
    first.flush()
    second.set(node_mode="both", panels={"code": False}, recent_files=("b",))
    second.flush()
    first.set(speed=3.0)
    first.flush()
    found = Settings(path).preferences
    assert (found.theme, found.node_mode, found.speed) == ("dark", "both", 3.0)
    assert found.panels == {"flow": True, "code": False}
    assert found.recent_files == ("b", "a")


def test_a_setting_of_a_newer_version_stays_in_the_file(path):
    path.parent.mkdir()
    path.write_text('{"theme": "dark", "wings": 2}')
    settings = Settings(path)
    settings.set(theme="light")
    settings.flush()
    assert json.loads(path.read_text())["wings"] == 2


def test_what_could_not_be_written_is_written_later(path, qtbot, monkeypatch):
    monkeypatch.setattr("playground.app.settings.AGAIN_MS", 1)
    path.parent.mkdir()
    path.mkdir()  # a folder in its place
    settings = Settings(path)
    settings.set(theme="dark")
    qtbot.waitUntil(lambda: settings.failure is not None)
    path.rmdir()
    qtbot.waitUntil(path.is_file)
    assert Settings(path).preferences.theme == "dark"


def test_that_settings_cannot_be_written_is_told_once_until_they_can_be(path, qtbot, monkeypatch):
    monkeypatch.setattr("playground.app.settings.AGAIN_MS", 10**6)
    path.parent.mkdir()
    path.mkdir()
    settings = Settings(path)
    told = []
    for theme in ("dark", "light", "dark"):
        settings.set(theme=theme)
        settings.flush()
        told.append(settings.failure is not None)
        settings.failure = None
    path.rmdir()
    settings.flush()
    path.unlink()
    path.mkdir()
    settings.set(theme="light")
    settings.flush()
    told.append(settings.failure is not None)
    assert told == [True, False, False, True]
    settings.close()
