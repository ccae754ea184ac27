"""Sessions for tests: a folder of their own, everything they say written down, always shut down."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from playground.app.sentences import Notice
from playground.app.session import Session


class Driver:
    """A session with what it said, and ways to wait for it."""

    def __init__(self, session: Session, qtbot) -> None:
        self.session = session
        self.qtbot = qtbot
        self.notices: list[Notice] = []
        session.notice.connect(self.notices.append)

    def wait(self, claim: Callable[[], bool], timeout: int = 10_000) -> None:
        self.qtbot.waitUntil(claim, timeout=timeout)

    def settle(self) -> None:
        """Wait until every command so far is obeyed and its snapshot is here."""
        session, trainer = self.session, self.session._trainer
        experiment = self.ask(lambda run: run.experiment)
        if not session.is_playing:
            self.wait(lambda: not trainer._is_dirty)
            self.ask(lambda run: None)  # the snapshot that may be under way is made now
            self.wait(lambda: session._report is trainer.latest)
            assert session.snapshot is not None
            assert session.snapshot.run_id == session._run_id
        assert experiment.data == session.experiment.data
        assert experiment.network == session.experiment.network
        assert experiment.training == session.experiment.training

    def ask(self, function):
        """What a function of the run returns."""
        future = self.session.compute(function)
        self.wait(future.done)
        return future.result()

    def parameters(self):
        return self.ask(lambda run: run.network.parameters.copy())

    def train(self, epochs: int) -> None:
        goal = self.ask(lambda run: run.epoch) + epochs
        for _ in range(epochs):
            self.session.step_epoch()
        self.wait(lambda: self.session.snapshot.epoch >= goal)
        self.settle()

    def hear(self, words: str) -> Notice:
        """Wait for a notice with these words."""

        def heard() -> bool:
            return any(words in notice.text for notice in self.notices)

        self.wait(heard)
        return next(notice for notice in self.notices if words in notice.text)


@pytest.fixture
def open_session(qtbot, tmp_path) -> Iterator[Callable[..., Driver]]:
    sessions: list[Session] = []

    def make(*arguments, **options) -> Driver:
        session = Session(*arguments, folder=options.pop("folder", tmp_path / "data"), **options)
        sessions.append(session)
        return Driver(session, qtbot)

    yield make
    for session in sessions:
        if session._has_ended_well is None:
            assert session.shutdown()


@pytest.fixture
def driver(open_session) -> Driver:
    """A session on the default experiment, its first snapshot taken."""
    driver = open_session()
    driver.wait(lambda: driver.session.snapshot is not None)
    return driver
