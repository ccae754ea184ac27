"""Workers of a sweep that compute in the asking thread, for tests of what is around them."""

from __future__ import annotations

from concurrent.futures import Executor, Future


class InThisProcess(Executor):
    """Computes at once; after ``passes`` chunks the others stay unfinished."""

    count = 1

    def __init__(self) -> None:
        self.passes = 10**9

    def begin(self):
        """Nothing is to be reached."""

    def executor(self):
        return self

    def submit(self, function, *arguments):
        future = Future()
        if self.passes <= 0:
            return future
        self.passes -= 1
        future.set_result(function(*arguments))
        return future

    def is_death(self, error):
        return False

    def stop(self):
        """Nothing runs on."""
