"""The picture in the README shows the demo as it is."""

import html
import os
import re
from pathlib import Path

import anyio
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from codesteer.symbench.demo.recording import RecordedChat, shipped_recording
from codesteer.symbench.demo.run import play
from codesteer.symbench.demo.show import Stage

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "demo.svg"
SHOWN = "game_24@1/1/0/1"


def drawn():
    """The demo of one puzzle as an SVG picture of a terminal."""
    recording = shipped_recording()
    console = Console(
        record=True,
        width=110,
        force_terminal=True,
        color_system="truecolor",
        file=open(os.devnull, "w"),  # noqa: SIM115
    )
    anyio.run(
        play,
        Stage(console, lines=7, progress=False),
        [SHOWN],
        lambda instance: RecordedChat(recording, instance),
    )
    console.file.close()
    # The picture must not fetch a font from anywhere.
    template = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return console.export_svg(title="codesteer demo", code_format=template, unique_id="demo")


def words(svg):
    text = html.unescape(re.sub(r"<[^>]+>", " ", svg.partition("<defs>")[2])).replace("\xa0", " ")
    return re.sub(r"\d+\.\d\d", "", text).split()


def test_the_picture_is_of_todays_demo():
    svg = drawn()
    if os.environ.get("UPDATE_SNAPSHOTS"):
        PICTURE.write_text(svg, "utf-8")
    assert words(PICTURE.read_text("utf-8")) == words(svg), "run `make snapshots`"
