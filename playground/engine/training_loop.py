"""The training loop in LLVM's assembly language: many steps and several epochs on one job of numbers."""

from __future__ import annotations

JOB = (
    "flag",  # address of a number: not 0 means that somebody waits
    "left",  # steps that may still be taken
    "taken",  # steps taken
    "position",  # in the epoch
    "epoch",  # counted from the first of this job
    "epochs",  # that may be taken
    "full",  # full batches in an epoch
    "steps",  # batches in an epoch
    "points",  # in an order
    "batch",  # points in a full batch
    "order",  # address of the running epoch's order of points; whether there is one yet
    "is_drawn",
    "shuffles",  # whether each epoch draws an order of its own
    "next_uint32",  # address of the generator's function, and of its state
    "generator",
    "generator_arrays",  # address of (address, bytes) of each array that the generator's state is; how many
    "generator_count",
    "began",  # address where they are kept as they were before the running epoch's order was drawn
    "rates",  # address of the epochs' learning rates, and the one after them
    "rate",  # address of the present learning rate
    "slots",  # address of one number an epoch: the place in the log its end goes to, or -1
    "measured",  # address of one number an epoch: whether its end is measured
    "measure_rows",  # the rows that measure, and how many
    "measure_count",
    "seen",  # address of (address, bytes) of each array that they fill; how many; bytes of all in a slot
    "seen_arrays",
    "slot_bytes",
    "full_gather",  # address of the two gathers of a full batch, and of its rows
    "full_rows",
    "full_count",
    "rest_gather",  # the same of the last, smaller batch
    "rest_rows",
    "rest_count",
    "moving",  # address of (address, bytes) of each array that moves; how many; bytes in all
    "arrays",
    "bytes",
    "log",  # address of the slots
    "safe",  # address of the last state known to be finite; its place
    "safe_taken",
    "safe_position",
    "safe_epoch",
    "check",  # steps between two looks at whether all is finite; steps since the last
    "unchecked",
    "parameters",  # address, how many, and where they are kept before the last step
    "size",
    "previous",
    "gradients",
)
"""The numbers of a job, in their order in memory; addresses are of arrays that the asker keeps alive."""

DONE, INTERRUPTED, TROUBLE, WAITING = 0, 1, 2, -1
"""What ``advance`` answers to a job: all steps or epochs are taken; the flag was up; a number is not finite;
its turn has not come."""


def source() -> str:
    """The functions ``permute`` and ``advance`` of ``Engine``; they call its ``execute``."""
    words = [f"%{name}_at = getelementptr i64, ptr %job, i64 {place}" for place, name in enumerate(JOB)]
    return _SOURCE.replace("JOB_WORDS", "\n  ".join(words))


_SOURCE = """
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare i64 @llvm.ctlz.i64(i64, i1)

; ---- out[row][k] = values[row][order[k]] for two sets of rows: features with their ones, and targets.
; Each set is five numbers: values, bytes between their rows, rows, out, bytes between its rows.
define internal void @gather(i64 %address, ptr %order, i64 %count) {
entry:
  %sets = inttoptr i64 %address to ptr
  br label %set
set:
  %g = phi i64 [0, %entry], [%next_g, %set_end]
  %offset = mul i64 %g, 5
  %w = getelementptr i64, ptr %sets, i64 %offset
  %values = word %w, 0
  %stride = word %w, 1
  %rows = word %w, 2
  %out = word %w, 3
  %out_stride = word %w, 4
  br label %row
row:
  %r = phi i64 [0, %set], [%next_r, %row_end]
  %from_offset = mul i64 %r, %stride
  %from_address = add i64 %values, %from_offset
  %from = inttoptr i64 %from_address to ptr
  %to_offset = mul i64 %r, %out_stride
  %to_address = add i64 %out, %to_offset
  %to = inttoptr i64 %to_address to ptr
  br label %point
point:
  %k = phi i64 [0, %row], [%next_k, %point]
  %index_at = getelementptr i64, ptr %order, i64 %k
  %index = load i64, ptr %index_at
  %value_at = getelementptr double, ptr %from, i64 %index
  %value = load double, ptr %value_at
  %place = getelementptr double, ptr %to, i64 %k
  store double %value, ptr %place
  %next_k = add i64 %k, 1
  %more_k = icmp slt i64 %next_k, %count
  br i1 %more_k, label %point, label %row_end
row_end:
  %next_r = add i64 %r, 1
  %more_r = icmp slt i64 %next_r, %rows
  br i1 %more_r, label %row, label %set_end
set_end:
  %next_g = add i64 %g, 1
  %more_g = icmp slt i64 %next_g, 2
  br i1 %more_g, label %set, label %done
done:
  ret void
}

; ---- whether the sum of squares is finite
define internal i1 @is_finite(i64 %address, i64 %count) {
entry:
  %values = inttoptr i64 %address to ptr
  br label %head
head:
  %k = phi i64 [0, %entry], [%next_k, %body]
  %sum = phi double [0.0, %entry], [%next_sum, %body]
  %over = icmp sge i64 %k, %count
  br i1 %over, label %out, label %body
body:
  %at = getelementptr double, ptr %values, i64 %k
  %value = load double, ptr %at
  %square = fmul double %value, %value
  %next_sum = fadd double %sum, %square
  %next_k = add i64 %k, 1
  br label %head
out:
  %zero = fsub double %sum, %sum
  %is_finite = fcmp oeq double %zero, 0.0
  ret i1 %is_finite
}

; ---- copy all that moves, one array behind the other
define internal void @keep(i64 %moving_address, i64 %arrays, i64 %to_address) {
entry:
  %moving = inttoptr i64 %moving_address to ptr
  br label %head
head:
  %a = phi i64 [0, %entry], [%next_a, %body]
  %to_at = phi i64 [%to_address, %entry], [%next_to, %body]
  %over = icmp sge i64 %a, %arrays
  br i1 %over, label %out, label %body
body:
  %offset = mul i64 %a, 2
  %w = getelementptr i64, ptr %moving, i64 %offset
  %from = pointer %w, 0
  %bytes = word %w, 1
  %to = inttoptr i64 %to_at to ptr
  call void @llvm.memcpy.p0.p0.i64(ptr %to, ptr %from, i64 %bytes, i1 false)
  %next_to = add i64 %to_at, %bytes
  %next_a = add i64 %a, 1
  br label %head
out:
  ret void
}

; ---- 0 to n - 1 in an order drawn as NumPy draws it: from the last place on, each changes places with one
; up to it, chosen by the generator's next 32 bits, of which those too many are masked out and those too
; large are drawn again
define void @permute(i64 %address, i64 %n, i64 %draw_address, i64 %state_address) {
entry:
  %order = inttoptr i64 %address to ptr
  %draw = inttoptr i64 %draw_address to ptr
  %state = inttoptr i64 %state_address to ptr
  br label %fill
fill:
  %k = phi i64 [0, %entry], [%next_k, %filling]
  %is_full = icmp sge i64 %k, %n
  br i1 %is_full, label %start, label %filling
filling:
  %k_at = getelementptr i64, ptr %order, i64 %k
  store i64 %k, ptr %k_at
  %next_k = add i64 %k, 1
  br label %fill
start:
  %last = sub i64 %n, 1
  br label %head
head:
  %i = phi i64 [%last, %start], [%next_i, %swap]
  %more = icmp sge i64 %i, 1
  br i1 %more, label %prepare, label %out
prepare:
  %zeros = call i64 @llvm.ctlz.i64(i64 %i, i1 true)
  %mask = lshr i64 -1, %zeros
  br label %try
try:
  %drawn = call i32 %draw(ptr %state)
  %wide = zext i32 %drawn to i64
  %j = and i64 %wide, %mask
  %is_too_large = icmp ugt i64 %j, %i
  br i1 %is_too_large, label %try, label %swap
swap:
  %i_at = getelementptr i64, ptr %order, i64 %i
  %j_at = getelementptr i64, ptr %order, i64 %j
  %a = load i64, ptr %i_at
  %b = load i64, ptr %j_at
  store i64 %b, ptr %i_at
  store i64 %a, ptr %j_at
  %next_i = sub i64 %i, 1
  br label %head
out:
  ret void
}

; ---- take steps: gather a batch, run its rows, look now and then whether all is finite
define internal i64 @train(i64 %job_address) {
entry:
  %job = inttoptr i64 %job_address to ptr
  JOB_WORDS
  %flag_address = load i64, ptr %flag_at
  %flag = inttoptr i64 %flag_address to ptr
  %epochs = load i64, ptr %epochs_at
  %full = load i64, ptr %full_at
  %steps = load i64, ptr %steps_at
  %points = load i64, ptr %points_at
  %batch = load i64, ptr %batch_at
  %order_address = load i64, ptr %order_at
  %order = inttoptr i64 %order_address to ptr
  %shuffle = load i64, ptr %shuffles_at
  %shuffles = icmp ne i64 %shuffle, 0
  %next_uint32 = load i64, ptr %next_uint32_at
  %generator = load i64, ptr %generator_at
  %generator_arrays = load i64, ptr %generator_arrays_at
  %generator_count = load i64, ptr %generator_count_at
  %began = load i64, ptr %began_at
  %rates_address = load i64, ptr %rates_at
  %rates = inttoptr i64 %rates_address to ptr
  %rate_address = load i64, ptr %rate_at
  %rate = inttoptr i64 %rate_address to ptr
  %slots_address = load i64, ptr %slots_at
  %slots = inttoptr i64 %slots_address to ptr
  %measured_address = load i64, ptr %measured_at
  %measured = inttoptr i64 %measured_address to ptr
  %measure_rows = load i64, ptr %measure_rows_at
  %measure_count = load i64, ptr %measure_count_at
  %seen = load i64, ptr %seen_at
  %seen_arrays = load i64, ptr %seen_arrays_at
  %slot_bytes = load i64, ptr %slot_bytes_at
  %full_gather = load i64, ptr %full_gather_at
  %full_rows = load i64, ptr %full_rows_at
  %full_count = load i64, ptr %full_count_at
  %rest_gather = load i64, ptr %rest_gather_at
  %rest_rows = load i64, ptr %rest_rows_at
  %rest_count = load i64, ptr %rest_count_at
  %moving = load i64, ptr %moving_at
  %arrays = load i64, ptr %arrays_at
  %bytes = load i64, ptr %bytes_at
  %log = load i64, ptr %log_at
  %safe = load i64, ptr %safe_at
  %has_safe = icmp ne i64 %safe, 0
  %check = load i64, ptr %check_at
  %parameters_address = load i64, ptr %parameters_at
  %parameters = inttoptr i64 %parameters_address to ptr
  %size = load i64, ptr %size_at
  %size_bytes = mul i64 %size, 8
  %previous_address = load i64, ptr %previous_at
  %previous = inttoptr i64 %previous_address to ptr
  %gradients = load i64, ptr %gradients_at
  br label %head

head:
  %left = load i64, ptr %left_at
  %position = load i64, ptr %position_at
  %epoch = load i64, ptr %epoch_at
  %none_left = icmp sle i64 %left, 0
  %no_epoch = icmp sge i64 %epoch, %epochs
  %over = or i1 %none_left, %no_epoch
  br i1 %over, label %done, label %begin
begin:
  %drawn = load i64, ptr %is_drawn_at
  %has_order = icmp ne i64 %drawn, 0
  br i1 %has_order, label %ready, label %draw
draw:
  store i64 1, ptr %is_drawn_at
  br i1 %shuffles, label %shuffle_points, label %ready
shuffle_points:
  call void @keep(i64 %generator_arrays, i64 %generator_count, i64 %began)
  call void @permute(i64 %order_address, i64 %points, i64 %next_uint32, i64 %generator)
  br label %ready
ready:
  %raised = load volatile i64, ptr %flag
  %is_interrupted = icmp ne i64 %raised, 0
  %is_last_step = icmp eq i64 %left, 1
  %next_position = add i64 %position, 1
  %ends_epoch = icmp eq i64 %next_position, %steps
  %next_epoch = add i64 %epoch, 1
  %is_last_epoch = icmp eq i64 %next_epoch, %epochs
  %ends_last_epoch = and i1 %ends_epoch, %is_last_epoch
  %stops = or i1 %is_interrupted, %is_last_step
  %is_final = or i1 %stops, %ends_last_epoch
  br i1 %is_final, label %remember, label %step
remember:
  call void @llvm.memcpy.p0.p0.i64(ptr %previous, ptr %parameters, i64 %size_bytes, i1 false)
  br label %step

step:
  %batch_start = mul i64 %position, %batch
  %places = getelementptr i64, ptr %order, i64 %batch_start
  %is_full = icmp slt i64 %position, %full
  %rest = sub i64 %points, %batch_start
  %count = select i1 %is_full, i64 %batch, i64 %rest
  %gather = select i1 %is_full, i64 %full_gather, i64 %rest_gather
  %rows = select i1 %is_full, i64 %full_rows, i64 %rest_rows
  %row_count = select i1 %is_full, i64 %full_count, i64 %rest_count
  call void @gather(i64 %gather, ptr %places, i64 %count)
  call void @execute(i64 %rows, i64 %row_count)
  %next_left = sub i64 %left, 1
  store i64 %next_left, ptr %left_at
  %taken = load i64, ptr %taken_at
  %next_taken = add i64 %taken, 1
  store i64 %next_taken, ptr %taken_at
  %unchecked = load i64, ptr %unchecked_at
  %next_unchecked = add i64 %unchecked, 1
  store i64 %next_unchecked, ptr %unchecked_at
  %is_due = icmp sge i64 %next_unchecked, %check
  %looks = or i1 %is_due, %is_final
  br i1 %ends_epoch, label %epoch_end, label %within
within:
  store i64 %next_position, ptr %position_at
  br i1 %looks, label %look, label %again
epoch_end:
  store i64 0, ptr %position_at
  store i64 0, ptr %is_drawn_at
  store i64 %next_epoch, ptr %epoch_at
  %rate_after = getelementptr double, ptr %rates, i64 %next_epoch
  %new_rate = load double, ptr %rate_after
  store double %new_rate, ptr %rate
  %slot_at = getelementptr i64, ptr %slots, i64 %epoch
  %slot = load i64, ptr %slot_at
  %is_logged = icmp sge i64 %slot, 0
  %looks_now = or i1 %looks, %is_logged
  br i1 %looks_now, label %look, label %again

look:
  %place = phi i64 [-1, %within], [%slot, %epoch_end]
  store i64 0, ptr %unchecked_at
  %sound_parameters = call i1 @is_finite(i64 %parameters_address, i64 %size)
  %sound_gradients = call i1 @is_finite(i64 %gradients, i64 %size)
  %is_sound = and i1 %sound_parameters, %sound_gradients
  br i1 %is_sound, label %sound, label %trouble
sound:
  %is_kept = icmp sge i64 %place, 0
  br i1 %is_kept, label %write, label %protect
write:
  %slot_offset = mul i64 %place, %slot_bytes
  %slot_address = add i64 %log, %slot_offset
  call void @keep(i64 %moving, i64 %arrays, i64 %slot_address)
  %is_measured_at = getelementptr i64, ptr %measured, i64 %epoch
  %measure = load i64, ptr %is_measured_at
  %measures = icmp ne i64 %measure, 0
  br i1 %measures, label %measuring, label %protect
measuring:
  call void @execute(i64 %measure_rows, i64 %measure_count)
  %seen_address = add i64 %slot_address, %bytes
  call void @keep(i64 %seen, i64 %seen_arrays, i64 %seen_address)
  br label %protect
protect:
  br i1 %has_safe, label %secure, label %again
secure:
  call void @keep(i64 %moving, i64 %arrays, i64 %safe)
  store i64 %next_taken, ptr %safe_taken_at
  %safe_position = load i64, ptr %position_at
  store i64 %safe_position, ptr %safe_position_at
  %safe_epoch = load i64, ptr %epoch_at
  store i64 %safe_epoch, ptr %safe_epoch_at
  br label %again

again:
  br i1 %is_interrupted, label %interrupted, label %head
done:
  ret i64 0
interrupted:
  ret i64 1
trouble:
  ret i64 2
}

; ---- each job in turn, of a list of (address of a job, answer); the first that is interrupted is the last
define void @advance(i64 %address, i64 %count) {
entry:
  %list = inttoptr i64 %address to ptr
  br label %head
head:
  %k = phi i64 [0, %entry], [%next_k, %body]
  %over = icmp sge i64 %k, %count
  br i1 %over, label %out, label %body
body:
  %offset = mul i64 %k, 2
  %w = getelementptr i64, ptr %list, i64 %offset
  %job = word %w, 0
  %answer = call i64 @train(i64 %job)
  %answer_at = getelementptr i64, ptr %w, i64 1
  store i64 %answer, ptr %answer_at
  %next_k = add i64 %k, 1
  %is_interrupted = icmp eq i64 %answer, 1
  br i1 %is_interrupted, label %out, label %head
out:
  ret void
}
"""
