"""An episode as blocks to be read one after another, made from the records of its trajectory.

What cannot be understood is shown as it stands: a report must not fail over one odd line.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from codesteer.steering.episodes.texts import counted, printable
from codesteer.symbench.bench.sample import Sample

__all__ = ["LONGEST", "episode_blocks"]

LONGEST = 20_000
"""Characters of one text that are kept: its beginning and its end."""

_ASKED = {
    "code": "write code",
    "text": "reason in words",
    "verify": "check the answer by a program",
    "answer": "finished",
    "stop": "stop, no answer was found",
}
_RAN = {"ok": "ran", "error": "failed", "timeout": "took too long", "dead": "ended its kernel"}
_VERDICT = {
    "correct": "nothing is wrong with it",
    "incorrect": "it is wrong",
    "unknown": "the check proves nothing",
}
_TONE = {
    "ok": "good", "correct": "good", "error": "bad", "timeout": "bad", "dead": "bad",
    "incorrect": "bad", "unknown": "warn",
}  # fmt: skip
_Record = Mapping[str, Any]
_Part = list[str]
"""Label, style ("text", "answer", "code", "output", "note") and text."""


def episode_blocks(sample: Sample, *, longest: int = LONGEST) -> dict[str, Any]:
    """An episode for the page: what is known of the sample, and its blocks in order.

    Args:
        sample: The sample.
        longest: Characters of one text that are kept.

    Returns:
        JSON values; every text is printable: no control characters, nothing that turns lines.
    """
    reader = _Reader(longest)
    blocks = [reader.block(record) for record in sample.trajectory]
    return {
        "answer": reader.text(sample.answer),
        "reason": reader.text(sample.reason),
        "error": reader.text(sample.error),
        "facts": [[label, printable(value)] for label, value in _facts(sample)],
        "blocks": [block for block in blocks if block is not None],
    }


def _facts(sample: Sample) -> Iterator[tuple[str, str]]:
    yield "model", sample.model
    yield "started", sample.started
    yield "ended", sample.stopped_because.replace("_", " ")
    yield "attempt", str(sample.attempt)
    yield "seconds", f"{sample.seconds:.1f}, of these {sample.model_seconds:.1f} in models"
    for role, used in sample.tokens.items():
        cached = f", {used.cached} from the cache" if used.cached else ""
        yield (
            f"{role} model",
            f"{counted(used.requests, 'request')}{cached}; tokens: {used.prompt_tokens:,} read, "
            f"{used.completion_tokens:,} written",
        )
    if sample.cost is not None:
        yield "cost", f"{sample.cost:.4f}"
    if sample.session_id:
        yield "session", sample.session_id


class _Reader:
    """Turns records into blocks; remembers the answer that a program may stand in."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._answer = ""

    def text(self, value: object) -> str:
        """Any value as a printable text that is not too long."""
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        over = len(text) - self._longest
        if over > 0:
            half = self._longest // 2
            text = f"{text[:half]}\n[... {over:,} characters left out ...]\n{text[-half:]}"
        return printable(text)

    def block(self, record: _Record) -> dict[str, Any] | None:
        """A record's block; None where it says nothing to a reader of the page."""
        makers: Mapping[str, Callable[[_Record], dict[str, Any]]] = {
            "question": self._question,
            "guidance": self._guidance,
            "answer": self._answered,
            "execution": self._execution,
            "symbolic": self._symbolic,
            "check": self._check,
            "kernel_lost": self._notice,
            "notice": self._notice,
        }
        kind = record.get("kind")
        if kind == "session":
            return None
        try:
            return makers[str(kind)](record)
        except (KeyError, TypeError, ValueError, AttributeError):
            return self._made(record, "notice", f"Record {kind!r}", "", [["", "output", record]])

    def _question(self, record: _Record) -> dict[str, Any]:
        turns = counted(int(record["max_turns"]), "turn")
        says = f"guide {record['guide']}, at most {turns}"
        return self._made(record, "question", "Question", says, [["", "text", record["question"]]])

    def _guidance(self, record: _Record) -> dict[str, Any]:
        asked = _ASKED.get(record["action"], record["action"])
        parts = [["", "text", record["guidance"]], ["Why", "note", record["reason"]]]
        if record.get("fallback"):
            parts.append(["In place of another guide", "note", record["fallback"]])
        if record.get("answer"):
            parts.append(["Answer", "output", record["answer"]])
        says = f"{asked} · {record['guide']} · {float(record.get('seconds', 0)):.3f} s"
        return self._made(record, "guidance", "Guidance", says, parts)

    def _answered(self, record: _Record) -> dict[str, Any]:
        self._answer = record["answer"]
        parts = [["", "answer", record["answer"] or "(empty)"]]
        return self._made(record, "answer", "Model", "", parts)

    def _execution(self, record: _Record) -> dict[str, Any]:
        ran, own = record["execution"], record["origin"] == "run_code"
        what = "a call of run_code" if own else "the program of the answer"
        parts: list[_Part] = []
        if own or record["code"].strip() not in self._answer:
            parts.append(["Code", "code", record["code"]])
        parts.append(["Output", "output", ran.get("output") or "(nothing)"])
        if ran.get("error"):
            parts.append(["Error", "error", ran["error"]])
        if ran.get("pictures"):
            parts.append(["", "note", counted(int(ran["pictures"]), "picture")])
        if ran.get("note"):
            parts.append(["Note", "note", ran["note"]])
        status = ran["status"]
        says = f"{what} {_RAN.get(status, status)} · {float(ran.get('duration_s', 0)):.2f} s"
        return self._made(record, "execution", "Kernel", says, parts, _TONE.get(status, ""))

    def _symbolic(self, record: _Record) -> dict[str, Any]:
        report = record["report"]
        if not report["parsed"]:
            return self._made(record, "symbolic", "Symbolic checker", "could not be analysed", [])
        says = [", ".join(report["does"]) or "no computation", f"score {report['score']:g}"]
        if report.get("literal_output"):
            says.append("all it prints was written into it")
        tone = "warn" if report.get("literal_output") else ""
        return self._made(record, "symbolic", "Symbolic checker", " · ".join(says), [], tone)

    def _check(self, record: _Record) -> dict[str, Any]:
        verdict = record["verdict"]
        parts = [
            ["Answer", "output", record["answer"]],
            ["Checking program", "code", record["program"]],
            ["It says", "note", record["reason"]],
        ]
        if record.get("objection"):
            parts.append(["Objection", "note", record["objection"]])
        says = f"{_VERDICT.get(verdict, verdict)} · {float(record.get('seconds', 0)):.2f} s"
        return self._made(record, "check", "Check", says, parts, _TONE.get(verdict, ""))

    def _notice(self, record: _Record) -> dict[str, Any]:
        lost = record["kind"] == "kernel_lost"
        said = record["reason"] if lost else record["text"]
        head = "The kernel is gone" if lost else "Notice"
        return self._made(record, "notice", head, "", [["", "note", said]], "warn")

    def _made(
        self,
        record: _Record,
        kind: str,
        head: str,
        says: str,
        parts: list[Any],
        tone: str = "",
    ) -> dict[str, Any]:
        turn = record.get("turn")
        return {
            "kind": kind,
            "turn": turn if isinstance(turn, int) else 0,
            "head": self.text(head),
            "says": self.text(says),
            "tone": tone,
            "parts": [[label, style, self.text(text)] for label, style, text in parts],
        }
