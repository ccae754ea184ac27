"""The small matrix product as machine code: the bits of BLAS without what a call of BLAS costs.

BLAS adds the terms of each number of a small product one after the other, each with a fused multiplication
and addition. Some kernels of it add the last row in four sums where the rows are odd in number: every fourth
term each, in eights, the rest to the first; groups of four columns only. Nobody promises that, so a product
is taken over from BLAS only for a shape for which both gave the same bits on numbers of all kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from playground.engine.assembly import Assembled, host_has
from playground.engine.program import Array

_LARGEST = 1 << 18
"""Multiplications; BLAS is as fast on what is larger, and may add in parts."""
_LONGEST = 256
"""Terms of a sum."""
_ROUNDS = 4


class Kernel(NamedTuple):
    """The kernel for products of one shape."""

    address: int
    has_edge: bool
    """Whether the last row is added in four sums."""


def kernel_of(a: Array, b: Array, out: Array) -> Kernel | None:
    """The kernel that gives BLAS's bits for ``matmul(a, b, out)`` of float64 matrices; None: there is none.

    It is called as NumPy's own loop is, with ``has_edge`` as a tenth step, and as data the address of room
    for ``b`` where b's rows are not contiguous.
    """
    if not (a.ndim == b.ndim == out.ndim == 2 and a.dtype == b.dtype == out.dtype == np.float64):
        return None
    (m, n), p = a.shape, b.shape[1]
    if min(m, p) < 2 or not 0 < n <= _LONGEST or m * n * p > _LARGEST or out.strides[1] != out.itemsize:
        return None
    if np.may_share_memory(a, b):  # BLAS computes only half of a matrix times its transpose
        return None
    return _checked_kernel(m, n, p, a.strides[1] == a.itemsize, b.strides[1] == b.itemsize)


@cache
def _checked_kernel(m: int, n: int, p: int, is_a_by_rows: bool, is_b_by_rows: bool) -> Kernel | None:
    """The kernel, added up as BLAS does it on some thousand numbers; None where it is done in another way."""
    made = _compiled()
    if made is None:
        return None
    multiply = made.function("product", 4)
    possible = [False, True] if m % 2 and p >= 4 and n >= 8 else [False]
    generator = np.random.default_rng(m * n * p)
    for _ in range(max(_ROUNDS, 64 // (m * p))):
        a, b = generator.normal(size=(m, n)), generator.normal(size=(n, p))
        a[0], b[:, 0] = a[0] * 1e-200, b[:, 0] * -1e-200  # their products are too small for a number
        a[1] *= generator.integers(-1, 2, size=n)
        given = np.copy(a, "C" if is_a_by_rows else "F"), np.copy(b, "C" if is_b_by_rows else "F")
        wanted = np.dot(*given).tobytes()
        possible = [edge for edge in possible if _product(multiply, *given, edge).tobytes() == wanted]
    return Kernel(made.address("product"), possible[0]) if possible else None


def _product(multiply: Callable[[int, int, int, int], None], a: Array, b: Array, has_edge: bool) -> Array:
    """``a b`` by the kernel."""
    out, room = np.empty((a.shape[0], b.shape[1])), np.empty(b.size)
    pointers = np.array([a.ctypes.data, b.ctypes.data, out.ctypes.data])
    dimensions = np.array([1, *a.shape, b.shape[1]])
    steps = np.array([0, 0, 0, *a.strides, *b.strides, *out.strides, int(has_edge)])
    multiply(*(int(each.ctypes.data) for each in (pointers, dimensions, steps, room)))
    return out


@cache
def _compiled() -> Assembled | None:
    """The compiled kernel; None where the processor does without what makes it fast."""
    return Assembled(_source()) if host_has("avx2", "fma") else None


# -------------------------------------------------------------------------------------- the source

_TALL = 4
"""Rows that are computed at a time, eight columns of each."""


def _source() -> str:
    return "".join([_DECLARATIONS, _block(_TALL), _block(1), _edge(), _DRIVER.replace("TALL", str(_TALL))])


def _load(name: str, address: str) -> str:
    """Eight numbers of a row of b, 0 beyond the mask."""
    arguments = f"ptr {address}, i32 8, <8 x i1> %mask, <8 x double> zeroinitializer"
    return f"  {name} = call <8 x double> @llvm.masked.load.v8f64.p0({arguments})\n"


def _store(total: str, name: str, address: str) -> str:
    """Eight numbers of a row of c: BLAS adds them to 0, so that none is -0."""
    arguments = f"<8 x double> {name}, ptr {address}, i32 8, <8 x i1> %mask"
    return f"""  {name} = fadd <8 x double> {total}, zeroinitializer
  call void @llvm.masked.store.v8f64.p0({arguments})
"""


def _add_term(place: str, address: str, y: str, total: str) -> str:
    """``%more = %x y + total`` with the number at the address as ``%x``."""
    factors = f"<8 x double> %xs{place}, <8 x double> {y}"
    return f"""  %x{place} = load double, ptr {address}
  %one{place} = insertelement <8 x double> poison, double %x{place}, i32 0
  %xs{place} = shufflevector <8 x double> %one{place}, <8 x double> poison, <8 x i32> zeroinitializer
  %more{place} = call <8 x double> @llvm.fma.v8f64({factors}, <8 x double> {total})
"""


def _block(rows: int) -> str:
    """``c = a b`` for so many rows and up to eight columns (those in the mask), term after term."""
    lines = [
        f"define internal void @block{rows}(ptr %a, i64 %a_row, i64 %a_next, ptr %b, i64 %b_next, ",
        "ptr %c, i64 %c_row, i64 %n, <8 x i1> %mask) {\nentry:\n",
        *(f"  %offset{r} = mul i64 %a_row, {r}\n" for r in range(rows)),
        "  br label %term\nterm:\n",
        "  %k = phi i64 [0, %entry], [%next_k, %term]\n",
        "  %a_k = phi ptr [%a, %entry], [%next_a, %term]\n",
        "  %b_k = phi ptr [%b, %entry], [%next_b, %term]\n",
        *(
            f"  %sum{r} = phi <8 x double> [zeroinitializer, %entry], [%more{r}, %term]\n"
            for r in range(rows)
        ),
        _load("%y", "%b_k"),
    ]
    for r in range(rows):
        lines.append(f"  %at{r} = getelementptr i8, ptr %a_k, i64 %offset{r}\n")
        lines.append(_add_term(str(r), f"%at{r}", "%y", f"%sum{r}"))
    lines.append(
        """  %next_a = getelementptr i8, ptr %a_k, i64 %a_next
  %next_b = getelementptr i8, ptr %b_k, i64 %b_next
  %next_k = add i64 %k, 1
  %goes_on = icmp slt i64 %next_k, %n
  br i1 %goes_on, label %term, label %out
out:
"""
    )
    for r in range(rows):
        lines.append(f"  %down{r} = mul i64 %c_row, {r}\n")
        lines.append(f"  %to{r} = getelementptr i8, ptr %c, i64 %down{r}\n")
        lines.append(_store(f"%more{r}", f"%value{r}", f"%to{r}"))
    lines.append("  ret void\n}\n")
    return "".join(lines)


def _edge() -> str:
    """One row in four sums: in eights of terms every fourth goes to the same, the rest to the first."""
    lines = [
        """define internal void @edge(ptr %a, i64 %a_next, ptr %b, i64 %b_next, ptr %c, i64 %n,
                              <8 x i1> %mask) {
entry:
  %full = and i64 %n, -8
  br label %four
four:
  %k = phi i64 [0, %entry], [%next_k, %four]
  %a0 = phi ptr [%a, %entry], [%a4, %four]
  %b0 = phi ptr [%b, %entry], [%b4, %four]
""",
        *(f"  %sum{r} = phi <8 x double> [zeroinitializer, %entry], [%more{r}, %four]\n" for r in range(4)),
    ]
    for r in range(4):
        lines.append(_load(f"%y{r}", f"%b{r}"))
        lines.append(_add_term(str(r), f"%a{r}", f"%y{r}", f"%sum{r}"))
        lines.append(f"  %a{r + 1} = getelementptr i8, ptr %a{r}, i64 %a_next\n")
        lines.append(f"  %b{r + 1} = getelementptr i8, ptr %b{r}, i64 %b_next\n")
    lines += [
        """  %next_k = add i64 %k, 4
  %goes_on = icmp slt i64 %next_k, %full
  br i1 %goes_on, label %four, label %head
head:
  %j = phi i64 [%full, %four], [%next_j, %rest]
  %a_j = phi ptr [%a4, %four], [%next_a, %rest]
  %b_j = phi ptr [%b4, %four], [%next_b, %rest]
  %first = phi <8 x double> [%more0, %four], [%more, %rest]
  %is_left = icmp slt i64 %j, %n
  br i1 %is_left, label %rest, label %out
rest:
""",
        _load("%y", "%b_j"),
        _add_term("", "%a_j", "%y", "%first"),
        """  %next_a = getelementptr i8, ptr %a_j, i64 %a_next
  %next_b = getelementptr i8, ptr %b_j, i64 %b_next
  %next_j = add i64 %j, 1
  br label %head
out:
  %half0 = fadd <8 x double> %first, %more1
  %half1 = fadd <8 x double> %more2, %more3
  %whole = fadd <8 x double> %half0, %half1
""",
        _store("%whole", "%value", "%c"),
        "  ret void\n}\n",
    ]
    return "".join(lines)


_DECLARATIONS = """
declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.masked.load.v8f64.p0(ptr, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.store.v8f64.p0(<8 x double>, ptr, i32, <8 x i1>)
"""


_DRIVER = """
; ---- an inner loop like NumPy's of matmul: data is room for b, the tenth step is whether there is an edge
define void @product(ptr %args, ptr %dims, ptr %steps, ptr %room) {
entry:
  %a = load ptr, ptr %args
  %b_at = getelementptr ptr, ptr %args, i64 1
  %given_b = load ptr, ptr %b_at
  %c_at = getelementptr ptr, ptr %args, i64 2
  %c = load ptr, ptr %c_at
  %m_at = getelementptr i64, ptr %dims, i64 1
  %m = load i64, ptr %m_at
  %n_at = getelementptr i64, ptr %dims, i64 2
  %n = load i64, ptr %n_at
  %p_at = getelementptr i64, ptr %dims, i64 3
  %p = load i64, ptr %p_at
  %a_row_at = getelementptr i64, ptr %steps, i64 3
  %a_row = load i64, ptr %a_row_at
  %a_next_at = getelementptr i64, ptr %steps, i64 4
  %a_next = load i64, ptr %a_next_at
  %given_b_next_at = getelementptr i64, ptr %steps, i64 5
  %given_b_next = load i64, ptr %given_b_next_at
  %b_step_at = getelementptr i64, ptr %steps, i64 6
  %b_step = load i64, ptr %b_step_at
  %c_row_at = getelementptr i64, ptr %steps, i64 7
  %c_row = load i64, ptr %c_row_at
  %has_edge_at = getelementptr i64, ptr %steps, i64 9
  %has_edge = load i64, ptr %has_edge_at
  %is_b_by_rows = icmp eq i64 %b_step, 8
  br i1 %is_b_by_rows, label %start, label %copy_row

copy_row:
  %k = phi i64 [0, %entry], [%next_k, %copied_row]
  %from_row = phi ptr [%given_b, %entry], [%next_from_row, %copied_row]
  %to_row = phi ptr [%room, %entry], [%next_to_row, %copied_row]
  br label %copy
copy:
  %q = phi i64 [0, %copy_row], [%next_q, %copy]
  %from = phi ptr [%from_row, %copy_row], [%next_from, %copy]
  %value = load double, ptr %from
  %to = getelementptr double, ptr %to_row, i64 %q
  store double %value, ptr %to
  %next_from = getelementptr i8, ptr %from, i64 %b_step
  %next_q = add i64 %q, 1
  %more_q = icmp slt i64 %next_q, %p
  br i1 %more_q, label %copy, label %copied_row
copied_row:
  %next_from_row = getelementptr i8, ptr %from_row, i64 %given_b_next
  %next_to_row = getelementptr double, ptr %to_row, i64 %p
  %next_k = add i64 %k, 1
  %more_k = icmp slt i64 %next_k, %n
  br i1 %more_k, label %copy_row, label %copied
copied:
  %room_next = mul i64 %p, 8
  br label %start

start:
  %b = phi ptr [%given_b, %entry], [%room, %copied]
  %b_next = phi i64 [%given_b_next, %entry], [%room_next, %copied]
  %is_tall = icmp sge i64 %m, TALL
  %height = select i1 %is_tall, i64 TALL, i64 1
  %block = select i1 %is_tall, ptr @blockTALL, ptr @block1
  %last_i = sub i64 %m, %height                    ; the last rows may be computed twice
  %bottom = sub i64 %m, 1
  %a_bottom_offset = mul i64 %bottom, %a_row
  %a_bottom = getelementptr i8, ptr %a, i64 %a_bottom_offset
  %c_bottom_offset = mul i64 %bottom, %c_row
  %c_bottom = getelementptr i8, ptr %c, i64 %c_bottom_offset
  %fours = and i64 %p, -4
  %edge_end = mul i64 %fours, %has_edge
  br label %columns
columns:
  %j = phi i64 [0, %start], [%next_j, %columns_end]
  %b_j = getelementptr double, ptr %b, i64 %j
  %c_j = getelementptr double, ptr %c, i64 %j
  %left = sub i64 %p, %j
  %left_one = insertelement <8 x i64> poison, i64 %left, i32 0
  %lefts = shufflevector <8 x i64> %left_one, <8 x i64> poison, <8 x i32> zeroinitializer
  %mask = icmp slt <8 x i64> <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7>, %lefts
  br label %rows
rows:
  %i = phi i64 [0, %columns], [%next_i, %rows]
  %a_offset = mul i64 %i, %a_row
  %a_i = getelementptr i8, ptr %a, i64 %a_offset
  %c_offset = mul i64 %i, %c_row
  %c_i = getelementptr i8, ptr %c_j, i64 %c_offset
  call void %block(ptr %a_i, i64 %a_row, i64 %a_next, ptr %b_j, i64 %b_next, ptr %c_i, i64 %c_row,
                   i64 %n, <8 x i1> %mask)
  %down = add i64 %i, %height
  %fits = icmp slt i64 %down, %last_i
  %next_i = select i1 %fits, i64 %down, i64 %last_i
  %more_i = icmp slt i64 %i, %last_i
  br i1 %more_i, label %rows, label %bottom_row
bottom_row:
  %edge_left = sub i64 %edge_end, %j
  %is_edge = icmp sgt i64 %edge_left, 0
  br i1 %is_edge, label %edge, label %columns_end
edge:
  %edge_one = insertelement <8 x i64> poison, i64 %edge_left, i32 0
  %edge_lefts = shufflevector <8 x i64> %edge_one, <8 x i64> poison, <8 x i32> zeroinitializer
  %edge_mask = icmp slt <8 x i64> <i64 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7>, %edge_lefts
  %c_edge = getelementptr double, ptr %c_bottom, i64 %j
  call void @edge(ptr %a_bottom, i64 %a_next, ptr %b_j, i64 %b_next, ptr %c_edge, i64 %n,
                  <8 x i1> %edge_mask)
  br label %columns_end
columns_end:
  %next_j = add i64 %j, 8
  %more_j = icmp slt i64 %next_j, %p
  br i1 %more_j, label %columns, label %out
out:
  ret void
}
"""
