"""Collecting a cell's output: order, caps, cleaning."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from codesteer.kernels.collect import OutputCollector, clean_text
from codesteer.kernels.limits import Limits
from codesteer.kernels.render import render_output
from codesteer.kernels.result import CellResult, Image, Omission, Stream, Value

LIMITS = Limits(head_chars=20, tail_chars=10, images=2, image_bytes=100)


def stream(collector, text, name="stdout"):
    collector.add("stream", {"name": name, "text": text})


def text_of(outputs):
    return "".join(o.text for o in outputs if isinstance(o, Stream | Value))


def test_streams_and_values_keep_their_order_and_neighbours_are_joined():
    collector = OutputCollector(Limits())
    stream(collector, "a")
    stream(collector, "b\n")
    stream(collector, "c\n", "stderr")
    collector.add("execute_result", {"data": {"text/plain": "42"}})
    stream(collector, "d\n")
    assert collector.outputs() == (
        Stream("stdout", "ab\n"),
        Stream("stderr", "c\n"),
        Value("42"),
        Stream("stdout", "d\n"),
    )


def test_the_middle_of_long_output_is_counted_and_dropped():
    collector = OutputCollector(LIMITS)
    stream(collector, "h" * 20 + "m\n" * 500 + "t" * 10)
    head, cut, tail = collector.outputs()
    assert head == Stream("stdout", "h" * 20)
    assert cut == Omission(chars=1000, lines=500)
    assert tail == Stream("stdout", "t" * 10)


def test_output_that_just_fits_is_whole():
    collector = OutputCollector(LIMITS)
    stream(collector, "h" * 20 + "t" * 10)
    assert collector.outputs() == (Stream("stdout", "h" * 20 + "t" * 10),)


@given(st.lists(st.text(alphabet="ab\n", max_size=15), max_size=30))
def test_nothing_is_lost_uncounted(pieces):
    collector = OutputCollector(LIMITS)
    for piece in pieces:
        stream(collector, piece)
    outputs = collector.outputs()
    whole, kept = "".join(pieces), text_of(outputs)
    cut = sum(o.chars for o in outputs if isinstance(o, Omission))
    assert len(kept) + cut == len(whole)
    assert len(kept) <= 30
    assert whole.startswith(kept[:20])
    assert whole.endswith(kept[-10:] if cut else kept)


def test_pictures_past_the_limit_and_large_ones_are_counted_not_kept():
    collector = OutputCollector(LIMITS)
    for size in (10, 1000, 10, 10):
        png = base64.b64encode(b"x" * size).decode()
        collector.add("display_data", {"data": {"image/png": png, "text/plain": "<Figure>"}})
    outputs = collector.outputs()
    assert sum(isinstance(o, Image) for o in outputs) == 2
    assert Omission(chars=0, lines=0, images=2) in outputs


def test_a_picture_that_is_no_base64_falls_back_to_its_text():
    collector = OutputCollector(LIMITS)
    collector.add("display_data", {"data": {"image/png": "x", "text/plain": "<Figure>"}})
    assert collector.outputs() == (Value("<Figure>"),)


def test_messages_that_carry_no_output_are_ignored():
    collector = OutputCollector(LIMITS)
    for kind in ("status", "execute_input", "comm_open", "nonsense"):
        collector.add(kind, {})
    collector.add("display_data", {"data": None})
    assert collector.outputs() == ()


def test_escapes_are_stripped_and_a_progress_bar_leaves_its_last_state():
    assert clean_text("\x1b[31mred\x1b[0m") == "red"
    assert clean_text("\x1b]8;;http://x\x07link\x1b]8;;\x07") == "link"
    assert clean_text("10%\r50%\r100%\nnext") == "100%\nnext"
    assert clean_text("windows\r\nlines\r\n") == "windows\nlines\n"


@given(st.text(max_size=300))
def test_any_text_is_cleaned_without_an_error(text):
    assert "\x1b[" not in clean_text(text) or "\x1b" in text


def test_a_long_traceback_keeps_its_end():
    collector = OutputCollector(Limits(traceback_chars=300))
    frames = [f"frame {n}" for n in range(500)]
    collector.add("error", {"ename": "E", "evalue": "v", "traceback": [*frames, "E: v"]})
    assert collector.error.traceback.endswith("E: v")
    assert "characters cut" in collector.error.traceback
    assert len(collector.error.traceback) < 400


def test_late_output_is_kept_apart_and_capped():
    collector = OutputCollector(LIMITS)
    collector.add_late("x" * 100)
    assert collector.late == "x" * 10


def test_rendered_output_marks_errors_pictures_and_cuts():
    result = CellResult(
        status="ok",
        outputs=(
            Stream("stdout", "one\n"),
            Stream("stderr", "two\nthree\n"),
            Image(b"png"),
            Omission(1234, 56, 1),
            Value("4"),
        ),
    )
    assert render_output(result) == (
        "one\n[stderr] two\n[stderr] three\n[picture 1]\n\n"
        "[... 1,234 characters (56 lines) and 1 pictures (too many or too large) cut here; "
        "print less, or only the part you need ...]\n4"
    )
