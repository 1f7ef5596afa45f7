"""Reads a finished turn: which answer it stands for, or what went wrong, as one finding."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from codesteer.answers import bracketed, final_answer, is_cut_off, unwrapped
from codesteer.steering.checkers.symbolic import SymbolicReport
from codesteer.steering.mending import fits_form, mended, misses_form
from codesteer.steering.program import find_program, program_key, prose
from codesteer.steering.trajectory import CodeRun, Trajectory, Turn

__all__ = ["Finding", "FindingKind", "Reading", "in_form", "read_turn", "squeezed"]

FindingKind: TypeAlias = Literal[
    "raised", "timeout", "died", "no_output", "no_form", "no_solution", "literal", "repeated",
    "contradiction", "no_program", "no_answer", "cut_off", "check_failed", "ignores_data",
]  # fmt: skip

_NOTHING = {"none", "nan", "null", "[]", "()", "{}", "''", '""'}
_NO_SOLUTION = re.compile(
    r"^\W*(?:there (?:is|are) )?no(?:t)?\b.{0,20}\b(?:solutions?|expressions?|answers?|paths?"
    r"|plans?|found|exists?|feasible)\b|^\W*(?:infeasible|unsat(?:isfiable)?|impossible)\b",
    re.IGNORECASE,
)
_OFFERED = (
    r"(?:[\"'\u201c\u2018`</|]|\b(?:answer|say|write|print|output|reply|return|respond|or)\b:?)"
)
"""What stands before a word that the question offers as an answer."""
_YES_OR_NO = re.compile(r"\b(?:yes\s?(?:/|or)\s?no|no\s?(?:/|or)\s?yes)\b", re.IGNORECASE)
_EMPTY = re.compile(r"\bempty (?:list|set|array|tuple|dict\w*|string)\b", re.IGNORECASE)
_ASKS_FOR_CODE = re.compile(
    r"\b(?:write|implement|complete|refactor|fix)\b[^.?!\n]{0,60}"
    r"\b(?:functions?|class|methods?|scripts?|snippets?|decorators?|generators?|one-liners?|code"
    r"|program)\b",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"-?[\d.,/]+|\w+|\(\w+\)")
_NO_ANSWER = re.compile(
    r"^\W*(?:i['\u2019]m\b|(?:i|we)\s+[a-z]{2,}|(?:sorry|unknown|unsure|unclear|no idea)\b)"
    r"|\b(?:do not|don['\u2019]?t|can(?:not|['\u2019]t| not)|not sure|unable)\b",
    re.IGNORECASE,
)
_UNCLOSED = re.compile(r"<<<([^<>]+)>{1,2}$|<{1,2}([^<>]+)>{2,3}$")
_MOST_LIFTED = 2_000
_TELLING = 8
"""Signs of an answer that does not stand in an output by chance."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_CELL_LINE = re.compile(r"(?:Cell In\[\d+\]|<program>)\"?, line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong with a turn.

    Attributes:
        kind: Which sort of failure.
        text: The finding in a sentence, with the one detail that helps.
    """

    kind: FindingKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A turn as a guide sees it.

    Attributes:
        answer: The answer the turn stands for, without brackets; None when it gives none.
        finding: What is wrong; None when nothing is.
        computed: Whether the answer was printed by a program that ran.
    """

    answer: str | None = None
    finding: Finding | None = None
    computed: bool = False


def in_form(answer: str, *, brackets: bool) -> str:
    """An answer in the demanded form."""
    return f"<<<{answer}>>>" if brackets else answer


def read_turn(
    trajectory: Trajectory, turn: Turn, *, brackets: bool, form: str = "", words: bool = False
) -> Reading:
    """Read one turn of an episode.

    Args:
        trajectory: The episode, for what earlier turns ran.
        turn: A turn with an answer.
        brackets: Whether the question demands `<<<...>>>`.
        form: What the question shows between these brackets, so that an answer that is only
            written in another way can be mended.
        words: Whether there is nothing to compute, so that code may be what is asked for.
    """
    text = turn.answer or ""
    demanded = _Demanded(brackets=brackets, form=form, question=trajectory.question)
    program = find_program(text)
    if program is None:
        return _read_text(trajectory, turn, text, demanded)
    key = program_key(program)
    run = next((run for run in reversed(turn.runs) if program_key(run.code) == key), None)
    if run is None:
        return _failed("repeated", "This is the program that failed before.")
    reading = _read_run(run, turn.report, demanded)
    if words and not brackets and (_ASKS_FOR_CODE.search(trajectory.question) or _defines(reading)):
        failed = reading.finding if run.execution.status != "ok" else None
        return Reading(answer=text.strip(), finding=failed)
    finding = _text_like(turn.report) if reading.answer is not None else None
    return reading if finding is None else Reading(answer=reading.answer, finding=finding)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Demanded:
    """The form an answer must have."""

    brackets: bool
    form: str
    question: str = ""

    def offers(self, answer: str) -> bool:
        """Whether the question itself names an answer that says there is nothing."""
        asked = self.question
        if answer[:1] in "[({\"'":
            return answer in asked or _EMPTY.search(asked) is not None
        if answer[:2].lower() == "no" and not answer[2:3].isalpha() and _YES_OR_NO.search(asked):
            return True
        words = r"\s+".join(re.escape(word) for word in answer[:80].strip(" .!").split())
        return re.search(rf"{_OFFERED}\s*[\"'\u201c\u2018`<]*{words}\b", asked, re.I) is not None

    def of(self, answer: str) -> str | None:
        """The answer in that form; None when nothing is left of it."""
        return (mended(answer, self.form) if self.brackets else answer) or None


def _defines(reading: Reading) -> bool:
    """Whether a program ran and had nothing to show: it was not written for its output."""
    return reading.finding is not None and reading.finding.kind == "no_output"


def _text_like(report: SymbolicReport | None) -> Finding | None:
    """What is wrong with a program that printed an answer but did not work it out."""
    if report is None:
        return None
    if report.literal_output or not getattr(report, "computes", True):
        idle = getattr(report, "trivial_loops", False)
        return Finding(
            kind="literal",
            text=f"{'Its loops compute' if idle else 'The program computes'} nothing: the printed "
            "answer was written into it.",
        )
    if getattr(report, "ignores_data", False):
        return Finding(
            kind="ignores_data",
            text="The program holds hardly any of the question's data.",
        )
    return None


def _read_run(run: CodeRun, report: SymbolicReport | None, demanded: _Demanded) -> Reading:
    execution = run.execution
    match execution.status:
        case "error":
            return _failed("raised", f"The program failed: {_error_line(run)}.")
        case "timeout":
            endless = " A loop in it may never end." if getattr(report, "endless", False) else ""
            return _failed("timeout", f"{execution.note or 'The program did not finish.'}{endless}")
        case "dead":
            return _failed("died", f"{execution.note or 'The program ended its kernel.'}")
    output = execution.answerable.strip()
    if not output:
        return _failed("no_output", "The program ran but printed nothing.")
    answer = _printed_answer(output, demanded)
    if answer is None:
        shown = output[-160:].replace("\n", " / ")
        return _failed("no_form", f"The output holds no answer in the demanded form: {shown!r}.")
    nothing = answer.lower() in _NOTHING or _NO_SOLUTION.match(answer)
    if nothing and not demanded.offers(answer):
        return _failed(
            "no_solution", f"The program found no solution (it printed {answer[:80]!r}), so it "
            "misses cases or states a rule wrongly."
        )  # fmt: skip
    if misses_form(answer, demanded.form):
        finding = Finding(kind="no_form", text=_not_as_shown(answer, demanded))
        return Reading(answer=answer, finding=finding)
    return Reading(answer=answer, computed=True)


def _not_as_shown(answer: str, demanded: _Demanded) -> str:
    return f"The answer {answer[:80]!r} has not the form <<<{demanded.form[:80]}>>>."


def _read_text(trajectory: Trajectory, turn: Turn, text: str, demanded: _Demanded) -> Reading:
    answer = _written_answer(text, demanded)
    if answer is None:
        if is_cut_off(text):
            return _failed("cut_off", "The answer breaks off inside <<<.")
        return _failed("no_answer", "There is no final answer in the demanded form.")
    if misses_form(answer, demanded.form):
        finding = Finding(kind="no_answer", text=_not_as_shown(answer, demanded))
        return Reading(answer=answer, finding=finding)
    run = turn.last_run
    if run is None or run.execution.status != "ok":
        return Reading(answer=answer, computed=_was_shown(trajectory, turn, answer))
    output = run.execution.answerable.strip()
    printed = _printed_answer(output, demanded)
    if printed is not None and demanded.brackets and squeezed(printed) != squeezed(answer):
        finding = Finding(
            kind="contradiction",
            text=f"The program printed {printed[:80]!r}, but the answer says {answer[:80]!r}.",
        )
        return Reading(answer=answer, finding=finding)
    supported = squeezed(answer) in squeezed(output)
    return Reading(answer=answer, computed=supported)


def _was_shown(trajectory: Trajectory, turn: Turn, answer: str) -> bool:
    """Whether the answer is taken from what the program of the turn before had printed."""
    before = next((t for t in reversed(trajectory.turns) if t.number < turn.number), None)
    run = None if before is None else before.last_run
    if run is None or run.execution.status != "ok" or len(answer) > _MOST_LIFTED:
        return False
    output = " ".join(run.execution.answerable[-_MOST_LIFTED:].split())
    lifted = re.escape(" ".join(answer.split()))
    if re.search(rf"(?<![\w.]){lifted}(?!\w|\.\d)", output):
        return True
    return len(squeezed(answer)) >= _TELLING and squeezed(answer) in squeezed(output)


def _printed_answer(output: str, demanded: _Demanded) -> str | None:
    """The answer a program printed, mending what can be mended without asking."""
    strict = bracketed(output)
    if strict is not None:
        return demanded.of(_inside(strict))
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if not lines:
        return None
    if unclosed := _UNCLOSED.search(lines[-1]):
        return demanded.of((unclosed[1] or unclosed[2]).strip())
    if is_cut_off(output):
        return None
    if not demanded.brackets:
        return output
    if len(lines) == 1:
        only = final_answer(lines[0])
        return None if only is None else demanded.of(only)
    if _is_table(lines) or (demanded.form.startswith("[[") and _are_rows(lines)):
        return demanded.of("\n".join(lines))
    marked = final_answer(output)
    if marked is not None and marked != unwrapped(lines[-1]):
        return demanded.of(marked)
    last = mended(lines[-1], demanded.form)
    return last if last != lines[-1] or fits_form(last, demanded.form) else None


def _written_answer(text: str, demanded: _Demanded) -> str | None:
    """The answer a text without a program gives."""
    words = prose(text) if "<<<" not in text else text
    strict = bracketed(words)
    if strict is not None:
        return demanded.of(_inside(strict))
    if not demanded.brackets:
        return words.strip() or None
    lines = [line for line in words.splitlines() if line.strip()]
    answer = final_answer(words)
    if answer is None or len(answer) > 2_000:
        return None
    if _NO_SOLUTION.match(answer) and not demanded.offers(answer):
        return None
    if _NO_ANSWER.search(answer):
        return None  # Brackets around it would pass it off as an answer.
    if answer == unwrapped(lines[-1]) and (len(lines) > 1 or len(_WORD.findall(answer)) > 2):
        return None  # A sentence, or the last line of many, is no answer in a demanded form.
    return demanded.of(answer)


def _inside(strict: str) -> str:
    """What stands between the demanded brackets; a text keeps the stop that it ends with."""
    bare = unwrapped(strict)
    return strict if strict == f"{bare}." and not _STOPPED.fullmatch(bare) else bare


def _is_table(lines: list[str]) -> bool:
    widths = {len(re.findall(r"[^\s,;|\[\]]+", line)) for line in lines}
    return len(lines) >= 2 and len(widths) == 1 and widths.pop() >= 2


def _are_rows(lines: list[str]) -> bool:
    return all(line.startswith("[") and line.endswith("]") for line in lines) and not any(
        line.startswith("[[") for line in lines
    )


def _error_line(run: CodeRun) -> str:
    """The exception, and the line of the program that raised it."""
    lines = run.execution.error.strip().splitlines()
    error = lines[-1].strip().rstrip(".") if lines else "an exception"
    numbers = _CELL_LINE.findall(run.execution.error)
    source = run.code.splitlines()
    if numbers and 0 < int(numbers[-1]) <= len(source):
        where = source[int(numbers[-1]) - 1].strip()
        return f"{error[:200]} in the line `{where[:120]}`"
    return error[:200]


def _failed(kind: FindingKind, text: str) -> Reading:
    return Reading(finding=Finding(kind=kind, text=text))


def squeezed(text: str) -> str:
    """A text without any space, for comparing what may be laid out in different ways."""
    return "".join(text.split())
