"""Unexpected exceptions are logged, told once and rate limited."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading

import pytest

from playground.app.errors import ErrorDesk, start_log


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desk(clock):
    desk = ErrorDesk(clock)
    yield desk
    desk.uninstall()


def fail(message: str = "planted") -> ZeroDivisionError:
    try:
        raise ZeroDivisionError(message)
    except ZeroDivisionError as error:
        return error


def test_an_error_is_one_notice_with_its_traceback(desk):
    desk.report(fail())
    notice = desk.take_notice()
    assert notice.kind == "error"
    assert "ZeroDivisionError: planted" in notice.text
    assert "Traceback" in notice.details
    assert desk.take_notice() is None


def test_the_same_error_again_and_again_speaks_once(desk, clock):
    for _ in range(50):
        desk.report(fail())
        clock.now += 0.1
    assert desk.take_notice() is not None
    clock.now += 5
    assert desk.take_notice() is None


def test_it_may_speak_again_after_a_while_and_counts_what_it_kept_back(desk, clock):
    desk.report(fail())
    desk.take_notice()
    clock.now += 5
    desk.report(fail())
    assert desk.take_notice() is None
    clock.now += 60
    desk.report(fail())
    assert "1 more" in desk.take_notice().details


def test_different_errors_come_one_after_the_other(desk, clock):
    desk.report(fail())
    try:
        raise KeyError("other")
    except KeyError as error:
        desk.report(error)
    assert "ZeroDivision" in desk.take_notice().text
    assert desk.take_notice() is None
    clock.now += 3
    assert "KeyError" in desk.take_notice().text


def test_hooks_catch_what_nobody_caught(desk):
    before = (sys.excepthook, threading.excepthook)
    desk.install()
    error = fail("in a slot")
    sys.excepthook(type(error), error, error.__traceback__)
    desk.uninstall()
    assert (sys.excepthook, threading.excepthook) == before
    assert "in a slot" in desk.take_notice().text


def test_an_exception_in_a_thread_reaches_the_desk(desk):
    desk.install()
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert "ZeroDivisionError" in desk.take_notice().text


def test_waiting_errors_are_bounded(desk):
    for number in range(1000):
        desk.report(fail(str(number)))
    assert 0 < desk.waiting <= 100


def test_the_log_file_holds_the_traceback(desk, tmp_path):
    logger = logging.getLogger("playground")
    before = logger.handlers[:]
    start_log(tmp_path / "log")
    try:
        desk.report(fail("for the log"))
    finally:
        for handler in set(logger.handlers) - set(before):
            logger.removeHandler(handler)
            handler.close()
    assert "for the log" in (tmp_path / "log" / "playground.log").read_text()


DYING = """
import os, sys
from pathlib import Path
from playground.app.errors import watch_for_crashes
watch_for_crashes(Path(sys.argv[1]))
os.abort()
"""


def test_where_the_interpreter_dies_the_crash_log_has_versions_and_stacks(tmp_path):
    for _ in range(2):
        assert subprocess.run([sys.executable, "-c", DYING, str(tmp_path)], check=False).returncode
    told = (tmp_path / "crash.log").read_text(encoding="utf-8")
    for name in ("Playground ", "Python ", "Qt ", "NumPy ", "Engine ", "System "):
        assert told.count(f"\n{name}") == 2
    assert told.count("most recent call first") == 2


def test_the_details_of_a_notice_begin_with_the_versions():
    desk = ErrorDesk()
    desk.report(ValueError("odd"))
    assert desk.take_notice().details.startswith("Playground ")
