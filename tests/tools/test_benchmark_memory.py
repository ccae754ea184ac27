"""The table of what the window collects: whole, and true of the process."""

from __future__ import annotations

from playground.tools import benchmark_memory


def test_the_table_has_every_kind_and_the_process(qapp, monkeypatch):
    monkeypatch.setattr(benchmark_memory, "WARM_UP_SECONDS", 0.3)
    figures = benchmark_memory.measure(1.5)
    assert figures["resident"]["after"] > 50
    assert figures["held"]["branches that were left"]["now"] > 0
    assert all(one["most"] is None or (one["now"] or 0) <= one["most"] for one in figures["held"].values())
    rows = benchmark_memory.as_text(figures).splitlines()
    assert len(rows) == len(figures["held"]) + 2
    assert {len(row) for row in rows} == {len(rows[0])}
