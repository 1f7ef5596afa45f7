"""Lines over file descriptors: halves of characters, slow readers, readers that are gone."""

import os
import socket
import sys
import threading

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesteer.mcp_server.standard_streams import LineReader, LineWriter

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(sys.platform == "win32", reason="threads do the work there"),
]


async def lines_of(pieces):
    """What a reader makes of bytes that come in these pieces."""
    read, write = os.pipe()
    found: list[str] = []

    async def feed():
        for piece in pieces:
            os.write(write, piece)
            await anyio.lowlevel.checkpoint()
        os.close(write)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(feed)
        found += [line async for line in LineReader(read)]
    os.close(read)
    return found


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("ab\n\r\u00e9\U0001f600"), max_size=40), st.integers(1, 9))
def test_pieces_of_any_size_are_the_same_lines(text, size):
    data = text.encode()
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    lines = anyio.run(lines_of, pieces)
    whole = text.split("\n")
    assert lines == (whole if whole[-1] else whole[:-1])


async def test_bytes_that_are_no_text_are_a_line_like_any_other():
    assert await lines_of([b"\xff\xfe\n", b"next\n", b"\xe2\x82"]) == [
        "\ufffd\ufffd", "next", "\ufffd",
    ]  # fmt: skip


async def test_an_ordinary_file_is_read_too(tmp_path):
    (tmp_path / "calls").write_text("one\ntwo")
    async with await anyio.open_file(tmp_path / "calls", "rb") as file:
        assert [line async for line in LineReader(file.wrapped.fileno())] == ["one", "two"]


async def test_a_slow_reader_gets_everything_and_holds_up_nobody_else():
    read, write = os.pipe()
    text = "x" * 1_000_000
    others = 0
    got = []

    def drain():
        while data := os.read(read, 1 << 16):
            got.append(data)

    async with anyio.create_task_group() as tasks:
        written = anyio.Event()

        async def send():
            await LineWriter(write).write(text)
            os.close(write)
            written.set()

        tasks.start_soon(send)
        while others < 100:  # The pipe is full by now, and nobody reads.
            others += 1
            await anyio.lowlevel.checkpoint()
        assert not written.is_set()
        reader = threading.Thread(target=drain)
        reader.start()
        await written.wait()
    await anyio.to_thread.run_sync(reader.join)
    os.close(read)
    assert b"".join(got) == text.encode()


async def test_a_socket_will_do_as_well_as_a_pipe():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        await LineWriter(theirs.fileno()).write("half a surrogate \ud800 and more\n")
        theirs.shutdown(socket.SHUT_WR)
        assert [line async for line in LineReader(ours.fileno())] == ["half a surrogate ? and more"]


async def test_a_reader_that_is_gone_is_told():
    read, write = os.pipe()
    os.close(read)
    with pytest.raises(BrokenPipeError):
        await LineWriter(write).write("to nobody")
    os.close(write)
