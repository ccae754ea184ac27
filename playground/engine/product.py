"""The small matrix product as machine code: the bits of BLAS without what a call of BLAS costs.

BLAS adds the terms of each number of a small product one after the other, each with a fused multiplication
and addition. Some kernels of it add the sum to 0 in the end, so that it is never -0; some add the last row
in four sums where the rows are odd in number: every fourth term each, in eights, the rest to the first,
groups of four columns only. Nobody promises that, so a product is taken over from BLAS only for a shape for
which both gave the same bits on numbers of all kinds.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from playground.engine.arrays import address
from playground.engine.assembly import Assembled, assembled, host_has
from playground.engine.program import Array

_LARGEST = 1 << 18
"""Multiplications; from here on BLAS may share the work among threads."""
_LONGEST = 256
"""Terms of a sum; BLAS adds more of them in parts."""
_MOST_TURNED = 400
"""Numbers of b that are worth turning for a few rows."""
_TALL = 4
"""Rows that are computed at a time, eight columns of each, or more where the processor has the room."""
_ROUNDS = 4
_ZEROS: tuple[int, ...] = tuple(np.array([0.0, -0.0]).view(np.int64).tolist())
"""0, and -0, to which any number is added without a change."""


class Kernel(NamedTuple):
    """The kernel for products of one shape."""

    address: int
    order: tuple[int, int]
    """How it adds: whether the last row in four sums; the zero, by its bits, to which it adds each sum."""


def kernel_of(a: Array, b: Array, out: Array) -> Kernel | None:
    """The kernel that gives BLAS's bits for ``matmul(a, b, out)`` of float64 matrices; None: there is none.

    It is called as NumPy's own loop is, with its ``order`` as two more steps, and as data the address of room
    for ``b`` where b's rows are not contiguous.
    """
    if not (a.ndim == b.ndim == out.ndim == 2 and a.dtype == b.dtype == out.dtype == np.float64):
        return None
    (m, n), p = a.shape, b.shape[1]
    if min(m, p) < 2 or not 0 < n <= _LONGEST or m * n * p > _LARGEST or out.strides[1] != out.itemsize:
        return None
    if np.may_share_memory(a, b):  # BLAS computes only half of a matrix times its transpose
        return None
    is_b_by_rows = b.strides[1] == b.itemsize
    if m < _TALL and not is_b_by_rows and b.size > _MOST_TURNED:
        return None
    return checked_kernel(m, n, p, a.strides[1] == a.itemsize, is_b_by_rows)


@cache
def checked_kernel(m: int, n: int, p: int, is_a_by_rows: bool, is_b_by_rows: bool) -> Kernel | None:
    """The kernel, added up as BLAS does it on some thousand numbers; None where it is done in another way."""
    made = _compiled()
    if made is None:
        return None
    multiply = made.function("product", 4)
    edges = (0, 1) if m % 2 and p >= 4 and n >= 8 else (0,)
    possible = [(edge, zero) for edge in edges for zero in _ZEROS]
    generator = np.random.default_rng(m * n * p)
    for _ in range(max(_ROUNDS, 64 // (m * p))):
        a, b = generator.normal(size=(m, n)), generator.normal(size=(n, p))
        a[0], b[:, 0] = abs(a[0]) * 1e-200, abs(b[:, 0]) * -1e-200  # too small a product, so it is 0 or -0
        a[1] *= generator.integers(-1, 2, size=n)
        given = np.copy(a, "C" if is_a_by_rows else "F"), np.copy(b, "C" if is_b_by_rows else "F")
        wanted = np.dot(*given).tobytes()
        possible = [order for order in possible if _product(multiply, *given, order).tobytes() == wanted]
    return Kernel(made.address("product"), possible[0]) if possible else None


def _product(
    multiply: Callable[[int, int, int, int], None], a: Array, b: Array, order: tuple[int, int]
) -> Array:
    """``a b`` by the kernel."""
    out, room = np.empty((a.shape[0], b.shape[1])), np.empty(b.size)
    pointers = np.array([address(a), address(b), address(out)])
    dimensions = np.array([1, *a.shape, b.shape[1]])
    steps = np.array([0, 0, 0, *a.strides, *b.strides, *out.strides, *order])
    multiply(*(address(each) for each in (pointers, dimensions, steps, room)))
    return out


@cache
def _compiled() -> Assembled | None:
    """The compiled kernel; None where the processor does without what makes it fast."""
    return assembled(_source()) if host_has("avx2", "fma") else None


# -------------------------------------------------------------------------------------- the source


def _source() -> str:
    widest = 16 if host_has("avx512f") else 8
    parts = [_block(_TALL, widest), _block(_TALL, 8), _block(1, 8), _edge(), _TURN]
    driver = _DRIVER.replace("TALL", str(_TALL)).replace("WIDEST", str(widest))
    declarations = "".join(_DECLARATIONS.replace("W", str(width)) for width in sorted({8, widest}))
    return declarations + "".join(dict.fromkeys(parts)) + driver


def _for_width(text: str, width: int) -> str:
    """The source for vectors of so many numbers, which it writes as ``<W x double>``."""
    lanes = ", ".join(f"i64 {lane}" for lane in range(width))
    return text.replace("<W x", f"<{width} x").replace("vWf64", f"v{width}f64").replace("LANES", lanes)


_DECLARATIONS = """
declare <W x double> @llvm.fma.vWf64(<W x double>, <W x double>, <W x double>)
declare <W x double> @llvm.masked.load.vWf64.p0(ptr, i32, <W x i1>, <W x double>)
declare void @llvm.masked.store.vWf64.p0(<W x double>, ptr, i32, <W x i1>)
"""
_ENTRY = """  %zero_one = insertelement <W x double> poison, double %zero, i32 0
  %zeros = shufflevector <W x double> %zero_one, <W x double> poison, <W x i32> zeroinitializer
  %left_one = insertelement <W x i64> poison, i64 %left, i32 0
  %lefts = shufflevector <W x i64> %left_one, <W x i64> poison, <W x i32> zeroinitializer
  %mask = icmp slt <W x i64> <LANES>, %lefts
"""


def _load(name: str, address: str) -> str:
    """Some numbers of a row of b, 0 beyond the mask."""
    arguments = f"ptr {address}, i32 8, <W x i1> %mask, <W x double> zeroinitializer"
    return f"  {name} = call <W x double> @llvm.masked.load.vWf64.p0({arguments})\n"


def _store(total: str, name: str, address: str) -> str:
    """Some numbers of a row of c."""
    arguments = f"<W x double> {name}, ptr {address}, i32 8, <W x i1> %mask"
    return f"""  {name} = fadd <W x double> {total}, %zeros
  call void @llvm.masked.store.vWf64.p0({arguments})
"""


def _add_term(place: str, address: str, y: str, total: str) -> str:
    """``%more = %x y + total`` with the number at the address as ``%x``."""
    factors = f"<W x double> %xs{place}, <W x double> {y}"
    return f"""  %x{place} = load double, ptr {address}
  %one{place} = insertelement <W x double> poison, double %x{place}, i32 0
  %xs{place} = shufflevector <W x double> %one{place}, <W x double> poison, <W x i32> zeroinitializer
  %more{place} = call <W x double> @llvm.fma.vWf64({factors}, <W x double> {total})
"""


def _block(rows: int, width: int) -> str:
    """``c = a b`` for so many rows and so many columns, of which ``%left`` are there, term after term."""
    lines = [
        f"define internal void @block{rows}x{width}(ptr %a, i64 %a_row, i64 %a_next, ptr %b, i64 %b_next, ",
        "ptr %c, i64 %c_row, i64 %n, i64 %left, double %zero) {\nentry:\n",
        _ENTRY,
        *(f"  %offset{r} = mul i64 %a_row, {r}\n" for r in range(rows)),
        "  br label %term\nterm:\n",
        "  %k = phi i64 [0, %entry], [%next_k, %term]\n",
        "  %a_k = phi ptr [%a, %entry], [%next_a, %term]\n",
        "  %b_k = phi ptr [%b, %entry], [%next_b, %term]\n",
        *(
            f"  %sum{r} = phi <W x double> [zeroinitializer, %entry], [%more{r}, %term]\n"
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
    return _for_width("".join(lines), width)


def _edge() -> str:
    """One row in four sums: in eights of terms every fourth goes to the same, the rest to the first."""
    lines = [
        "define internal void @edge(ptr %a, i64 %a_next, ptr %b, i64 %b_next, ptr %c, i64 %n, i64 %left, ",
        "double %zero) {\nentry:\n",
        _ENTRY,
        """  %full = and i64 %n, -8
  br label %four
four:
  %k = phi i64 [0, %entry], [%next_k, %four]
  %a0 = phi ptr [%a, %entry], [%a4, %four]
  %b0 = phi ptr [%b, %entry], [%b4, %four]
""",
        *(f"  %sum{r} = phi <W x double> [zeroinitializer, %entry], [%more{r}, %four]\n" for r in range(4)),
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
  %first = phi <W x double> [%more0, %four], [%more, %rest]
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
  %half0 = fadd <W x double> %first, %more1
  %half1 = fadd <W x double> %more2, %more3
  %whole = fadd <W x double> %half0, %half1
""",
        _store("%whole", "%value", "%c"),
        "  ret void\n}\n",
    ]
    return _for_width("".join(lines), 8)


_TURN = """
; ---- to (n, p) = the transpose of from (p, n), whose rows are so many bytes apart, four by four numbers;
; the last ones may be copied twice
define internal void @turn(ptr %from, i64 %from_row, ptr %to, i64 %n, i64 %p) {
entry:
  %last_q = sub i64 %p, 4
  %last_k = sub i64 %n, 4
  %two_rows = mul i64 %from_row, 2
  %three_rows = mul i64 %from_row, 3
  %to_row = mul i64 %p, 8
  %two_to = mul i64 %to_row, 2
  %three_to = mul i64 %to_row, 3
  br label %columns
columns:
  %q = phi i64 [0, %entry], [%next_q, %columns_end]
  %from_offset = mul i64 %q, %from_row
  %from_q = getelementptr i8, ptr %from, i64 %from_offset
  %to_q = getelementptr double, ptr %to, i64 %q
  br label %four
four:
  %k = phi i64 [0, %columns], [%next_k, %four]
  %at0 = getelementptr double, ptr %from_q, i64 %k
  %at1 = getelementptr i8, ptr %at0, i64 %from_row
  %at2 = getelementptr i8, ptr %at0, i64 %two_rows
  %at3 = getelementptr i8, ptr %at0, i64 %three_rows
  %r0 = load <4 x double>, ptr %at0, align 8
  %r1 = load <4 x double>, ptr %at1, align 8
  %r2 = load <4 x double>, ptr %at2, align 8
  %r3 = load <4 x double>, ptr %at3, align 8
  %e0 = shufflevector <4 x double> %r0, <4 x double> %r1, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %o0 = shufflevector <4 x double> %r0, <4 x double> %r1, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %e1 = shufflevector <4 x double> %r2, <4 x double> %r3, <4 x i32> <i32 0, i32 4, i32 2, i32 6>
  %o1 = shufflevector <4 x double> %r2, <4 x double> %r3, <4 x i32> <i32 1, i32 5, i32 3, i32 7>
  %c0 = shufflevector <4 x double> %e0, <4 x double> %e1, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %c1 = shufflevector <4 x double> %o0, <4 x double> %o1, <4 x i32> <i32 0, i32 1, i32 4, i32 5>
  %c2 = shufflevector <4 x double> %e0, <4 x double> %e1, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %c3 = shufflevector <4 x double> %o0, <4 x double> %o1, <4 x i32> <i32 2, i32 3, i32 6, i32 7>
  %to_offset = mul i64 %k, %to_row
  %to0 = getelementptr i8, ptr %to_q, i64 %to_offset
  %to1 = getelementptr i8, ptr %to0, i64 %to_row
  %to2 = getelementptr i8, ptr %to0, i64 %two_to
  %to3 = getelementptr i8, ptr %to0, i64 %three_to
  store <4 x double> %c0, ptr %to0, align 8
  store <4 x double> %c1, ptr %to1, align 8
  store <4 x double> %c2, ptr %to2, align 8
  store <4 x double> %c3, ptr %to3, align 8
  %k_on = add i64 %k, 4
  %k_fits = icmp slt i64 %k_on, %last_k
  %next_k = select i1 %k_fits, i64 %k_on, i64 %last_k
  %more_k = icmp slt i64 %k, %last_k
  br i1 %more_k, label %four, label %columns_end
columns_end:
  %q_on = add i64 %q, 4
  %q_fits = icmp slt i64 %q_on, %last_q
  %next_q = select i1 %q_fits, i64 %q_on, i64 %last_q
  %more_q = icmp slt i64 %q, %last_q
  br i1 %more_q, label %columns, label %out
out:
  ret void
}
"""

_DRIVER = """
; ---- an inner loop like NumPy's of matmul: data is room for b, two more steps are the order of a Kernel
define void @product(ptr %args, ptr %dims, ptr %steps, ptr %room) {
entry:
  %a = pointer %args, 0
  %given_b = pointer %args, 1
  %c = pointer %args, 2
  %m = word %dims, 1
  %n = word %dims, 2
  %p = word %dims, 3
  %a_row = word %steps, 3
  %a_next = word %steps, 4
  %given_b_next = word %steps, 5
  %b_step = word %steps, 6
  %c_row = word %steps, 7
  %has_edge = word %steps, 9
  %zero_at = getelementptr double, ptr %steps, i64 10
  %zero = load double, ptr %zero_at
  %is_b_by_rows = icmp eq i64 %b_step, 8
  br i1 %is_b_by_rows, label %start, label %turn_b
turn_b:
  %is_b_by_columns = icmp eq i64 %given_b_next, 8
  %has_four_rows = icmp sge i64 %n, 4
  %has_four_columns = icmp sge i64 %p, 4
  %has_fours = and i1 %has_four_rows, %has_four_columns
  %turns = and i1 %is_b_by_columns, %has_fours
  br i1 %turns, label %turn, label %copy_row
turn:
  call void @turn(ptr %given_b, i64 %b_step, ptr %room, i64 %n, i64 %p)
  br label %copied

copy_row:
  %k = phi i64 [0, %turn_b], [%next_k, %copied_row]
  %from_row = phi ptr [%given_b, %turn_b], [%next_from_row, %copied_row]
  %to_row = phi ptr [%room, %turn_b], [%next_to_row, %copied_row]
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
  %exceeds_eight = icmp sgt i64 %p, 8
  %is_wide = and i1 %is_tall, %exceeds_eight
  %width = select i1 %is_wide, i64 WIDEST, i64 8
  %narrow_block = select i1 %is_tall, ptr @blockTALLx8, ptr @block1x8
  %block = select i1 %is_wide, ptr @blockTALLxWIDEST, ptr %narrow_block
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
  br label %rows
rows:
  %i = phi i64 [0, %columns], [%next_i, %rows]
  %a_offset = mul i64 %i, %a_row
  %a_i = getelementptr i8, ptr %a, i64 %a_offset
  %c_offset = mul i64 %i, %c_row
  %c_i = getelementptr i8, ptr %c_j, i64 %c_offset
  call void %block(ptr %a_i, i64 %a_row, i64 %a_next, ptr %b_j, i64 %b_next, ptr %c_i, i64 %c_row,
                   i64 %n, i64 %left, double %zero)
  %down = add i64 %i, %height
  %fits = icmp slt i64 %down, %last_i
  %next_i = select i1 %fits, i64 %down, i64 %last_i
  %more_i = icmp slt i64 %i, %last_i
  br i1 %more_i, label %rows, label %columns_end
columns_end:
  %next_j = add i64 %j, %width
  %more_j = icmp slt i64 %next_j, %p
  br i1 %more_j, label %columns, label %edge_head

edge_head:
  %edge_j = phi i64 [0, %columns_end], [%next_edge_j, %edge]
  %edge_left = sub i64 %edge_end, %edge_j
  %is_edge = icmp sgt i64 %edge_left, 0
  br i1 %is_edge, label %edge, label %out
edge:
  %b_edge = getelementptr double, ptr %b, i64 %edge_j
  %c_edge = getelementptr double, ptr %c_bottom, i64 %edge_j
  call void @edge(ptr %a_bottom, i64 %a_next, ptr %b_edge, i64 %b_next, ptr %c_edge, i64 %n, i64 %edge_left,
                  double %zero)
  %next_edge_j = add i64 %edge_j, 8
  br label %edge_head
out:
  ret void
}
"""
