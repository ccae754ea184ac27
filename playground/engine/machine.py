"""The native engine as machine code: the walk down a table's rows, and the training loop around it."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass

from playground.engine import training_loop
from playground.engine.assembly import NotNativeError, assembled


@dataclass(frozen=True)
class Engine:
    """The compiled walk. All functions run without the interpreter's lock."""

    execute: Callable[[int, int], None]
    """``(address of the rows, their number)``: run them in order."""
    permute: Callable[[int, int, int, int], None]
    """``(address of n numbers, n, address of a generator's next_uint32, of its state)``: fill them with an
    order of 0 to n - 1, the one that ``Generator.permutation(n)`` draws."""
    advance: Callable[[int, int], None]
    """``(address of (address of a job, answer) for each, their number)``: take each job's steps until it is
    done, interrupted or in trouble (``training_loop``), then the next one's. An interrupted one ends it."""


def compiled() -> Engine:
    """Compile the walk. Raises ImportError without llvmlite, NotNativeError on another kind of Python."""
    if sys.implementation.name != "cpython" or sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise NotNativeError("this Python lays its objects out in another way")
    made = assembled(_EXECUTE + training_loop.source())
    return Engine(
        made.function("execute", 2),
        made.function("permute", 4),
        made.function("advance", 2),
    )


_EXECUTE = """
; ---- run the rows of a table in order
define void @execute(i64 %address, i64 %rows) {
entry:
  %tape = inttoptr i64 %address to ptr
  %args = alloca [4 x i64]
  br label %head
head:
  %r = phi i64 [0, %entry], [%next_r, %next]
  %over = icmp sge i64 %r, %rows
  br i1 %over, label %out, label %row
row:
  %offset = mul i64 %r, 24
  %w = getelementptr i64, ptr %tape, i64 %offset
  %op = word %w, 0
  %f = pointer %w, 1
  %data = pointer %w, 2
  switch i64 %op, label %loop [i64 1, label %general  i64 2, label %draw  i64 3, label %narrow]

narrow:                                           ; values at 2, out at 3, count at 4
  %n_out = pointer %w, 3
  %n_count = word %w, 4
  br label %n_head
n_head:
  %n = phi i64 [0, %narrow], [%next_n, %n_body]
  %n_over = icmp sge i64 %n, %n_count
  br i1 %n_over, label %next, label %n_body
n_body:
  %n_from = getelementptr double, ptr %data, i64 %n
  %wide = load double, ptr %n_from
  %narrowed = fptrunc double %wide to float
  %n_to = getelementptr float, ptr %n_out, i64 %n
  store float %narrowed, ptr %n_to
  %next_n = add i64 %n, 1
  br label %n_head

general:                                          ; pointers at 3, dimensions at 6, steps at 10
  %g_args = getelementptr i64, ptr %w, i64 3
  %g_dims = getelementptr i64, ptr %w, i64 6
  %g_steps = getelementptr i64, ptr %w, i64 10
  call void %f(ptr %g_args, ptr %g_dims, ptr %g_steps, ptr %data)
  br label %next

draw:                                             ; out at 3, count at 4
  %d_out = pointer %w, 3
  %d_count = word %w, 4
  br label %d_head
d_head:
  %d = phi i64 [0, %draw], [%next_d, %d_body]
  %d_over = icmp sge i64 %d, %d_count
  br i1 %d_over, label %next, label %d_body
d_body:
  %drawn = call double %f(ptr %data)
  %d_at = getelementptr double, ptr %d_out, i64 %d
  store double %drawn, ptr %d_at
  %next_d = add i64 %d, 1
  br label %d_head

loop:                                             ; outer count at 3, outer steps at 4, count at 8,
  %outer = word %w, 3    ; pointers at 9, steps at 13
  %dims = getelementptr i64, ptr %w, i64 8
  %pointers = getelementptr i64, ptr %w, i64 9
  %steps = getelementptr i64, ptr %w, i64 13
  %once = icmp eq i64 %outer, 1
  br i1 %once, label %single, label %several
single:
  call void %f(ptr %pointers, ptr %dims, ptr %steps, ptr %data)
  br label %next
several:
  %p0_start = word %w, 9
  %p1_start = word %w, 10
  %p2_start = word %w, 11
  %p3_start = word %w, 12
  %s0 = word %w, 4
  %s1 = word %w, 5
  %s2 = word %w, 6
  %s3 = word %w, 7
  %a1_at = getelementptr i64, ptr %args, i64 1
  %a2_at = getelementptr i64, ptr %args, i64 2
  %a3_at = getelementptr i64, ptr %args, i64 3
  br label %turn
turn:
  %i = phi i64 [0, %several], [%next_i, %turn]
  %p0 = phi i64 [%p0_start, %several], [%next_p0, %turn]
  %p1 = phi i64 [%p1_start, %several], [%next_p1, %turn]
  %p2 = phi i64 [%p2_start, %several], [%next_p2, %turn]
  %p3 = phi i64 [%p3_start, %several], [%next_p3, %turn]
  store i64 %p0, ptr %args
  store i64 %p1, ptr %a1_at
  store i64 %p2, ptr %a2_at
  store i64 %p3, ptr %a3_at
  call void %f(ptr %args, ptr %dims, ptr %steps, ptr %data)
  %next_p0 = add i64 %p0, %s0
  %next_p1 = add i64 %p1, %s1
  %next_p2 = add i64 %p2, %s2
  %next_p3 = add i64 %p3, %s3
  %next_i = add i64 %i, 1
  %more = icmp slt i64 %next_i, %outer
  br i1 %more, label %turn, label %next

next:
  %next_r = add i64 %r, 1
  br label %head
out:
  ret void
}
"""
