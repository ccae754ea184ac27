"""Our own loops in a table: the bits of NumPy's, and left alone where they would be others."""

from __future__ import annotations

import importlib.util
import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product as combinations
from threading import Barrier

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from playground.engine import assembly, fusion, native, product
from playground.engine.program import Program, run
from playground.engine.table import Table

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("llvmlite") is None, reason="needs llvmlite"),
    pytest.mark.usefixtures("native_engine"),
]

SPECIAL = (0.0, -0.0, 1.0, -1.0, 5e-324, -1e-310, 1e300, -1e300, np.inf, -np.inf, np.nan)


def run_natively(calls) -> Table:
    table = Table(tuple(calls))
    native.engine().execute(table.address, len(table))
    return table


def bits(array):
    """The bits of the numbers, where one NaN is like the other."""
    return np.where(np.isnan(array), np.nan, array).tobytes()


# --------------------------------------------------------------------------------------- products


def laid_out(values, form: str):
    """The same matrix by rows, by columns, or by rows with gaps between them."""
    if form == "gaps":
        wide = np.full((values.shape[0], values.shape[1] + 3), np.nan)
        wide[:, :-3] = values
        return wide[:, :-3]
    return np.copy(values, {"rows": "C", "columns": "F"}[form])


FORMS = st.sampled_from(["rows", "columns", "gaps"])
SIZES = st.integers(1, 40)


@given(SIZES, SIZES, SIZES, FORMS, FORMS, st.integers(0, 9))
@example(33, 10, 32, "rows", "columns", 0)
@example(32, 33, 10, "columns", "rows", 0)
@example(9, 16, 7, "rows", "columns", 0)
@example(64, 64, 64, "rows", "rows", 0)
@example(3, 256, 4, "rows", "rows", 0)
def test_a_product_has_the_bits_of_numpys(m, n, p, form_of_a, form_of_b, seed):
    generator = np.random.default_rng(seed)
    assume(1 not in (m, n, p) or "gaps" not in (form_of_a, form_of_b))
    values = [generator.normal(size=shape) * 10.0 ** generator.integers(-3, 3) for shape in ((m, n), (n, p))]
    values[0][generator.random(size=(m, n)) < 0.1] = 0.0
    a, b = laid_out(values[0], form_of_a), laid_out(values[1], form_of_b)
    wanted, found = np.full((m, p), np.nan), np.full((m, p), np.nan)
    np.dot(a, b, wanted)
    run_natively([partial(np.dot, a, b, found)])
    assert wanted.tobytes() == found.tobytes()


@pytest.mark.parametrize(("m", "n", "p"), [(4, 3, 10), (32, 33, 10), (33, 10, 32), (9, 10, 8), (32, 1, 10)])
def test_a_product_that_blas_adds_in_order_is_our_own(m, n, p):
    a, b, out = np.ones((m, n)), np.ones((n, p)), np.empty((m, p))
    kernel = product.kernel_of(a, b, out)
    if kernel is None:
        pytest.skip("on this processor BLAS adds in another order")
    call = partial(np.dot, a, b, out)
    assert Table((call,)).rows[0, 1] == kernel.address
    assert Table((call,), own_loops=False).rows[0, 1] != kernel.address


@pytest.mark.parametrize("shape", [(1, 9, 10), (9, 10, 1), (300, 300, 300), (4, 300, 4)])
def test_what_is_no_small_matrix_is_left_to_blas(shape):
    m, n, p = shape
    assert product.kernel_of(np.ones((m, n)), np.ones((n, p)), np.empty((m, p))) is None


def test_a_matrix_times_its_transpose_is_left_to_blas():
    a = np.ones((5, 5))
    assert product.kernel_of(a, a.T, np.empty((5, 5))) is None


def test_a_blas_that_adds_in_another_order_keeps_its_products(monkeypatch):
    def backwards(a, b):
        return np.einsum("ik,kj->ij", a[:, ::-1], b[::-1])

    monkeypatch.setattr(np, "dot", backwards)
    assert product.checked_kernel.__wrapped__(6, 13, 5, True, True) is None


# ------------------------------------------------------------------------------------ expressions

UNARY = [np.negative, np.absolute, np.sign, np.sqrt, np.square, np.reciprocal]
BINARY = [np.add, np.subtract, np.multiply, np.divide, np.heaviside]
PICKING = [np.fmax, np.fmin]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("ufunc", [*UNARY, *BINARY])
def test_every_operation_has_the_bits_of_numpys(ufunc, dtype):
    with np.errstate(all="ignore"):
        pairs = np.array(list(combinations(SPECIAL, SPECIAL))).T.astype(dtype)
        arrays = [np.ascontiguousarray(one) for one in pairs][: ufunc.nin]
        wanted, found = np.empty_like(arrays[0]), np.empty_like(arrays[0])
        ufunc(*arrays, out=wanted)
    table = run_natively([partial(ufunc, *arrays, found)] * 2)
    assert len(table) == 1, "two calls are one loop"
    assert bits(wanted) == bits(found)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("value", SPECIAL)
@pytest.mark.parametrize("ufunc", PICKING)
def test_the_larger_and_the_smaller_have_the_bits_of_numpys(ufunc, value, dtype):
    """All but the sign of a zero, which depends on the place in the array with NumPy."""
    with np.errstate(all="ignore"):
        number, array = np.array(value).astype(dtype), np.array(SPECIAL * 9).astype(dtype)
    array = array[(array != 0.0) | (number != 0.0)]
    wanted, found = ufunc(array, number), np.empty_like(array)
    table = run_natively([partial(ufunc, array, number, found)] * 2)
    assert len(table) == 1
    assert bits(wanted) == bits(found)
    vectors = [partial(ufunc, array, array, found)] * 2
    assert len(Table(tuple(vectors))) == 2, "of two arrays either may hold the zero"


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from([*UNARY, *BINARY, *PICKING, np.tanh]), *[st.integers(0, 9)] * 3, st.booleans()
        ),
        min_size=1,
        max_size=12,
    ),
    count=st.integers(1, 40),
    seed=st.integers(0, 99),
)
def test_any_formula_has_the_bits_of_numpys(steps, count, seed):
    """Temporaries, numbers, changes in place and overlapping views, in any order."""

    def arrays():
        generator = np.random.default_rng(seed)
        whole = generator.normal(size=count + 1)
        own = [generator.normal(size=count) for _ in range(3)]
        return [*own, whole[1:], whole[:-1], own[0][:1], np.array(0.5), np.array(-2.0), whole.reshape(1, -1)]

    def calls(known):
        results = [known[0].copy() for _ in range(3)]
        for ufunc, first, second, out, in_place in steps:
            inputs = [known[k % len(known)] for k in (first, second)][: ufunc.nin]
            place = known[0] if in_place else results[out % 3]
            if all(one.size in (1, count) for one in inputs):
                yield partial(ufunc, *inputs, place)

    native_arrays, numpy_arrays = arrays(), arrays()
    native_calls, numpy_calls = list(calls(native_arrays)), list(calls(numpy_arrays))
    try:
        Table(tuple(native_calls))
    except assembly.NotNativeError:
        return
    with np.errstate(all="ignore"):
        run(tuple(numpy_calls))
    run_natively(native_calls)
    for one, other in zip(native_arrays, numpy_arrays, strict=True):
        assert bits(one) == bits(other)
    for one, other in zip(native_calls, numpy_calls, strict=True):
        assert bits(one.args[-1]) == bits(other.args[-1])


def test_a_rule_is_one_loop_and_another_network_takes_the_same():
    def adam_like(w, g, mean, squares):
        mean *= 0.9
        mean += 0.1 * g
        squares *= 0.99
        squares += 0.01 * (g * g)
        w -= 0.1 * mean / (np.sqrt(squares) + 1e-8)

    addresses = set()
    for size in (5, 70):
        program = Program()
        program.change(adam_like, *(np.ones(size) for _ in range(4)))
        table = run_natively(program.calls())
        addresses |= {int(row[1]) for row in table.rows}
        assert len(table) == 1
    assert len(addresses) == 1


def test_views_that_overlap_are_not_computed_together():
    whole, out = np.arange(9.0), np.empty(8)
    table = run_natively([partial(np.negative, whole[1:], out), partial(np.negative, out, whole[:-1])])
    assert len(table) == 2
    np.testing.assert_array_equal(whole, [1, 2, 3, 4, 5, 6, 7, 8, 8])


def test_a_number_that_the_run_changes_is_not_read_beforehand():
    a, out = np.arange(1.0, 9.0), np.empty(8)
    calls = [partial(np.add, a, a, a), partial(np.multiply, a, a[:1], out)]
    assert len(run_natively(calls)) == 2
    np.testing.assert_array_equal(out, 4.0 * np.arange(1.0, 9.0))


def test_an_operation_with_other_bits_is_left_to_numpy(monkeypatch):
    out = np.zeros(5)
    calls = [partial(np.add, out, np.ones(5), out), partial(np.square, out, out)]
    with monkeypatch.context() as patch:
        patch.setitem(fusion.OPERATIONS, np.add, fusion.OPERATIONS[np.subtract])
        patch.setattr(fusion, "checked_loop", fusion.checked_loop.__wrapped__)
        table = run_natively(calls)
    assert len(table) == 2
    np.testing.assert_array_equal(out, np.ones(5))


# --------------------------------------------------------------------------------- what is kept


SOURCE = """
define i64 @answer(i64 %number) {
  %more = add i64 %number, NUMBER
  ret i64 %more
}
"""


def answer(number: int) -> int:
    made = assembly.Assembled(SOURCE.replace("NUMBER", str(number)))
    return made.function("answer", 1, answers=True)(40)


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(assembly, "cache_folder", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def test_machine_code_is_kept_for_the_next_start(folder, monkeypatch):
    assert answer(2) == 42
    assert answer(3) == 43
    assert len(list(folder.iterdir())) == 2
    with monkeypatch.context() as patch:
        patch.setattr(assembly, "keep", lambda *_: pytest.fail("it was compiled again"))
        assert answer(2) == 42


@pytest.mark.parametrize("harm", [lambda code: code[:-9], lambda code: b"", lambda code: code[::-1]])
def test_what_is_kept_and_no_longer_whole_is_compiled_again(folder, harm):
    assert answer(2) == 42
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(harm(whole))
    assert answer(2) == 42
    assert file.read_bytes() == whole


def test_the_oldest_goes_where_too_much_is_kept(folder, monkeypatch):
    monkeypatch.setattr(assembly, "MOST_FILES", 2)
    for number, age in ((1, 30), (2, 20), (3, 10)):
        assert answer(number) == 40 + number
        newest = max(folder.iterdir(), key=lambda file: file.stat().st_mtime)
        os.utime(newest, (time.time() - age,) * 2)
    assert len(list(folder.iterdir())) == 2
    with monkeypatch.context() as patch:
        patch.setattr(assembly, "keep", lambda *_: pytest.fail("it was compiled again"))
        assert (answer(2), answer(3)) == (42, 43)


def test_where_nothing_can_be_kept_it_is_compiled(folder):
    folder.write_text("a file where the folder should be")
    assert answer(2) == 42


def test_threads_that_want_the_same_new_loop_share_one_that_stays():
    a, b, out = np.arange(6.0), np.full(6, 0.1), np.empty(6)
    calls = [partial(np.multiply, a, b, out), partial(np.add, out, b, out), partial(np.fmax, out, 0.25, out)]
    fusion.checked_loop.cache_clear()
    begin = Barrier(4)

    def together(_: int) -> list[int]:
        begin.wait()
        return loops(calls)

    with ThreadPoolExecutor(4) as threads:
        first, *others = threads.map(together, range(4))
    assert first
    assert others == [first] * 3, "a loop of one thread alone would be freed while it still runs"
    fusion.checked_loop.cache_clear()
    assert loops(calls) == first


def loops(calls) -> list[int]:
    return [part.loop for part in fusion.fused_calls(tuple(calls)) if isinstance(part, fusion.FusedCalls)]
