"""Sessions for tests: a folder of their own, everything they say written down, always shut down."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from playground.app.notices import Notice
from playground.app.opening import TableProposal
from playground.app.session import Session
from playground.app.trainer import Trainer


class Driver:
    """A session with what it said, and ways to wait for it."""

    def __init__(self, session: Session, trainer: Trainer, qtbot) -> None:
        self.session = session
        self.trainer = trainer
        self.qtbot = qtbot
        self.notices: list[Notice] = []
        self.proposals: list[TableProposal] = []
        session.notice.connect(self.notices.append)
        session.proposed.connect(self.proposals.append)

    def wait(self, claim: Callable[[], bool], timeout: int = 30_000) -> None:
        self.qtbot.waitUntil(claim, timeout=timeout)

    def settle(self) -> None:
        """Wait until every command so far is obeyed and its snapshot is here."""
        session, trainer = self.session, self.trainer
        experiment = self.ask(lambda run: run.experiment)
        if not session.is_playing:
            self.wait(lambda: not trainer.has_news)
            self.ask(lambda run: None)  # the snapshot that may be under way is made now
            self.wait(lambda: session.snapshot is not None and session.snapshot is trainer.latest.snapshot)
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
        self.wait(lambda: self.ask(lambda run: run.epoch >= goal))
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
        trainer = options.pop("trainer", None) or Trainer()
        folder = options.pop("folder", tmp_path / "data")
        session = Session(*arguments, folder=folder, trainer=trainer, **options)
        sessions.append(session)
        return Driver(session, trainer, qtbot)

    yield make
    for session in sessions:
        if not session.is_over:
            assert session.shutdown()


@pytest.fixture
def driver(open_session) -> Driver:
    """A session on the default experiment, its first snapshot taken."""
    driver = open_session()
    driver.wait(lambda: driver.session.snapshot is not None)
    return driver
