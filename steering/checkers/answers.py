"""Answers of a program: what it shows that could be taken for one, and what settles it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codesteer.steering.checkers.binding import target_names
from codesteer.steering.checkers.expressions import Show
from codesteer.steering.checkers.flow import Flow
from codesteer.steering.checkers.live import FunctionNode, called_name, walk
from codesteer.steering.checkers.question import QuestionData

__all__ = ["Answers", "read_answers"]

_BESIDE = re.compile(
    r"(no |none|not |error|invalid|wrong|done|finished|end\b|verified|check|test|correct|ok\b|step"
    r"|debug|warning|input|given|original|start|solving|-+$|=+$)",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"\b(answer|result|therefore|thus|so|final|total|solution|is|are|was|can|cannot)\b",
    re.IGNORECASE,
)
_PROVES = re.compile(r"\W*(check|correct|verif|valid|test|proof|is (it )?(valid|correct))", re.I)
_DESCRIBES = re.compile(
    r"(total )?(length|number|size|count|words|letters|characters|data)\b", re.I
)
_ALMOST_NONE = 0.15
_FEW_BESIDE_A_LITERAL = 0.3
_LONG_TEXT = 8
_PASSAGE = 5
_PUTS_TOGETHER = {
    "str", "int", "float", "list", "tuple", "join", "format", "strip", "split", "Fraction", "range",
    "len", "enumerate", "print", "round", "upper", "lower", "zip", "map", "items", "replace",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answers:
    """What was seen of a program's answers.

    Attributes:
        shows: Whether it shows anything.
        literal: Whether every line that could be the answer was written in.
        computed: Whether running the program settles the answer.
        ignores_data: Whether it holds almost none of the question's data.
    """

    shows: bool
    literal: bool
    computed: bool
    ignores_data: bool


def read_answers(tree: ast.Module, question: QuestionData) -> Answers:
    """Read what a program shows, and which of it could be its answer."""
    flow = Flow(tree, question)
    candidates = _candidates(flow.shows, tree, question)
    literal = bool(candidates) and all(_is_literal(show) for show in candidates)
    return Answers(
        shows=bool(flow.shows),
        literal=literal,
        computed=not literal if candidates else flow.works,
        ignores_data=question.known
        and not flow.reads
        and _ignores(tree, question, _made_up(candidates, question) if literal else []),
    )


def _made_up(candidates: list[Show], question: QuestionData) -> list[Show]:
    """Those of the literals shown that are no data of the question, shown as they are."""
    found = [show for show in candidates if show.value.foreign >= show.value.own] or candidates
    if not question.numbers:
        return found
    # Where there are numbers, what is shown before may be the reckoning with them.
    return [show for show in found if show.nodes is found[-1].nodes]


def _is_literal(show: Show) -> bool:
    return not show.chosen and not show.value.computed and not _is_counted(show)


def _is_counted(show: Show) -> bool:
    return show.value.kind.name == "COUNTED"


def _candidates(shows: list[Show], tree: ast.Module, question: QuestionData) -> list[Show]:
    """Those shows that could be taken for the answer."""
    marked: list[Show] = []
    is_open = False
    for show in shows:
        if show.value.opens:
            is_open = True
        if is_open:
            marked.append(show)
        if show.value.closes:
            is_open = False
    if marked:
        return marked
    telling = [show for show in shows if not _is_beside(show)]
    if not telling:
        return shows
    stated = [show for show in telling if _is_literal(show)]
    proofs = [show for show in telling if not _is_literal(show) and _PROVES.match(show.words)]
    if stated and proofs and len(stated) + len(proofs) == len(telling) and telling[0] is stated[0]:
        return stated
    if stated and question.known and not question.asks_yes_or_no:
        beside = _Decoration(tree, stated, counted=question.asks_how_many)
        if all(_is_literal(show) or beside.has(show) for show in telling):
            return stated
    last = telling[-1]
    if question.known and _is_literal(last) and _is_stated(last):
        return [last]
    if _is_literal(last) and _CONCLUDES.search(last.words):
        return [last]
    return [last] if _is_only_described_before(last, telling[:-1]) else telling


def _is_stated(show: Show) -> bool:
    """Whether a literal that is shown was hardly taken from the question."""
    told = [n for node in show.nodes for n in _told(node) if not _is_text(n)]
    return bool(told) and show.value.foreign > show.value.own


class _Decoration:
    """What is shown beside a literal and says nothing more: verdicts on it, its size, constants.

    Args:
        tree: The program.
        stated: The literals that it shows.
        counted: Whether a size may be what is asked for.
    """

    def __init__(self, tree: ast.Module, stated: list[Show], *, counted: bool) -> None:
        self._parts = _parts_of(tree, [node for show in stated for node in show.nodes])
        self._counted = counted
        self._listed = len(stated) > 1
        self._bound = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        } | {node.name for node in ast.walk(tree) if isinstance(node, FunctionNode | ast.ClassDef)}
        self._stated = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and id(node) in self._parts
        }
        self._verdicts: set[str] = set()
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    if self._is_verdict(value):
                        self._verdicts.add(name)
                case ast.FunctionDef(name=name):
                    given = [p.value for p in walk(node) if isinstance(p, ast.Return)]
                    if given and all(v is not None and self._is_verdict(v) for v in given):
                        self._verdicts.add(name)

    def has(self, show: Show) -> bool:
        """Whether a show is such."""
        words = show.words.strip()
        if show.chosen or not words:
            return False
        if _PROVES.match(words):
            return True
        told = [n for node in show.nodes for n in _told(node) if not isinstance(n, ast.Constant)]
        return bool(told) and all(
            self._is_verdict(n) or self._is_size(n) or self._is_apart(n, show) for n in told
        )

    def _is_verdict(self, node: ast.expr) -> bool:
        match node:
            case ast.Compare() | ast.Constant(value=bool()) | ast.UnaryOp(op=ast.Not()):
                return True
            case ast.BoolOp(values=parts):
                return all(self._is_verdict(part) for part in parts)
            case ast.Name(id=name):
                return name in self._verdicts
            case ast.Call():
                return called_name(node) in {"all", "any", "bool"} | self._verdicts
        return False

    def _is_size(self, node: ast.expr) -> bool:
        """Whether something is the length of what is stated itself."""
        match node:
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]):
                return name in self._stated and not self._counted
        return False

    def _is_apart(self, node: ast.expr, show: Show) -> bool:
        """Whether something is made of neither the program's names nor the question's data."""
        names = {part.id for part in walk(node) if isinstance(part, ast.Name)}
        attribute = any(isinstance(part, ast.Attribute) for part in walk(node))
        if names & self._bound:
            return False
        return (attribute and show.value.own == 0) or (self._listed and not self._counted)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _told(node: ast.expr) -> list[ast.expr]:
    """What a shown expression tells, one by one."""
    if isinstance(node, ast.JoinedStr):
        return [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    return [node]


def _is_only_described_before(last: Show, before: list[Show]) -> bool:
    """Whether a labelled literal that is no datum follows figures about the data alone."""
    named = any(isinstance(node, ast.Name) for node in last.nodes)
    made = last.value.foreign > last.value.own or (last.value.foreign and last.words.strip())
    if not (_is_literal(last) and named and made and last.words.strip().endswith(":")):
        return False
    return all(_is_literal(show) or _DESCRIBES.match(show.words.strip()) for show in before)


def _is_beside(show: Show) -> bool:
    """Whether a show is a heading, an empty line or a word about the program itself."""
    words = show.words.strip()
    if show.chosen and not show.value.computed and _PROVES.match(words):
        return True  # the proof of an answer that stands elsewhere
    if not _is_literal(show):
        return False
    only_text = not any(
        isinstance(part, ast.Name | ast.FormattedValue | ast.Subscript)
        for node in show.nodes
        for part in walk(node)
    )
    if not any(c.isalnum() for c in words):
        return show.value.key is not None and not (show.value.own or show.value.foreign)
    return only_text and (words.endswith(":") or bool(_BESIDE.match(words)))


def _ignores(tree: ast.Module, question: QuestionData, shown: list[Show]) -> bool:
    """Whether almost none of the data stands in a program, apart from a literal that it shows."""
    skip = _parts_of(tree, [node for show in shown for node in show.nodes])
    if question.asks_for_knowledge:
        return False
    texts: list[str] = []
    numbers: list[float] = []
    leaves = 0
    for node in ast.walk(tree):
        if id(node) in skip and not _is_passage(node, question):
            continue
        match node:
            case ast.Constant(value=str() as text):
                texts.append(text)
                leaves += max(len(text.split()), len(text) // 2) if len(text) > _LONG_TEXT else 0
            case ast.Constant(value=bool()):
                pass
            case ast.Constant(value=int() | float() as number):
                if abs(number) < 1e300:
                    numbers.append(float(number))
            case ast.Name(id=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)):
                texts.append(name)
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                leaves += sum(_is_leaf(part) for part in parts) if len(parts) > 1 else 0
            case ast.Dict(values=parts):
                leaves += 2 * sum(_is_leaf(part) for part in parts)
    few = _FEW_BESIDE_A_LITERAL if shown else _ALMOST_NONE
    return question.held(texts, numbers, leaves, literal=bool(shown) or not tree.body) < few


def _is_passage(node: ast.AST, question: QuestionData) -> bool:
    """Whether a literal is several words of the question: shown or not, it was taken from there."""
    match node:
        case ast.Constant(value=str() as text):
            return len(text.split()) >= _PASSAGE and question.has_text(text)
    return False


def _is_leaf(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant | ast.UnaryOp)


def _is_worked_out(value: ast.AST, own: set[str]) -> bool:
    """Whether something does more than to put literals together."""
    return any(
        (isinstance(part, ast.Call) and called_name(part) not in _PUTS_TOGETHER | own)
        or (isinstance(part, ast.comprehension) and part.ifs)
        for part in walk(value)
    )


def _parts_of(tree: ast.Module, shown: list[ast.expr]) -> set[int]:
    """Nodes, by id, of what is shown and of what the names in it were made from."""
    makers: defaultdict[str, list[ast.AST]] = defaultdict(list)
    for node in ast.walk(tree):
        for name, made in _makers(node):
            makers[name] += made
    own = {node.name for node in ast.walk(tree) if isinstance(node, FunctionNode | ast.ClassDef)}
    found: set[int] = set()
    stack: list[ast.AST] = list(shown)
    while stack:
        node = stack.pop()
        if id(node) in found:
            continue
        found.add(id(node))
        if isinstance(node, ast.Name | ast.Attribute):
            values = makers.pop(node.id if isinstance(node, ast.Name) else node.attr, [])
            stack += [value for value in values if not _is_worked_out(value, own)]
        if isinstance(node, ast.Call) and called_name(node) not in _PUTS_TOGETHER:
            stack.append(node.func)  # what it is given is no part of what it makes
        else:
            stack += ast.iter_child_nodes(node)
    return found


def _makers(node: ast.AST) -> Iterator[tuple[str, Sequence[ast.AST]]]:
    """Names that a node gives something to, with what it gives."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((name, [value]) for target in targets for name in target_names(target))
            yield from ((t.attr, [value]) for t in targets if isinstance(t, ast.Attribute))
        case (
            ast.AugAssign(target=target, value=value)
            | ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.For(target=target, iter=value)
            | ast.comprehension(target=target, iter=value)
        ):
            yield from ((name, [value]) for name in target_names(target))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name)), args=arguments):
            yield name, arguments
        case ast.FunctionDef(name=name):
            yield name, [part for part in walk(node) if isinstance(part, ast.Return)]
