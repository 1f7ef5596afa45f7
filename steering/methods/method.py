"""What a method is: a way to let a task model answer a question, told step by step."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from codesteer.steering.chat import ChatModel, Reply
from codesteer.steering.steerer import Checked, Ran, Steered
from codesteer.steering.store import EpisodeStore, MemoryEpisodeStore
from codesteer.steering.tools import Tools
from codesteer.steering.trajectory import Checker

__all__ = ["Case", "Context", "Method", "MethodOptions", "Models", "Replied", "Step"]

Context: TypeAlias = Literal["fresh", "dialogue"]


@dataclass(frozen=True, slots=True)
class Replied:
    """A model has answered: the task model, or the helper in its place."""

    reply: Reply


Step: TypeAlias = Steered | Replied | Checked | Ran


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodOptions:
    """How a method is to work.

    Attributes:
        max_turns: Turns of an episode that is steered by a guide of the method's own. `codesteer`
            has those of its server, and a method of one turn has one.
        max_runs: How often `code_interpreter` may run code.
        context: What the task model reads in a turn: the question and the guidance alone, or the
            whole dialogue with what its programs gave. For methods that are steered.
        checkers: What reads the answers; None for what is usual: both where a guide of the method's
            own steers, and whatever the server is set to for `codesteer`.
        run_timeout_s: Wall-clock seconds a program may take. `codesteer` has its server's.
    """

    max_turns: int = 5
    max_runs: int = 5
    context: Context = "fresh"
    checkers: tuple[Checker, ...] | None = None
    run_timeout_s: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """The models a method works with.

    Attributes:
        task: Answers the question.
        helper: A second model: the guide of `symbolic_agent` and `code_first_agent`, which take the
            task model without one; the fine-tuned merger of `code_text_sum_2` and chooser of
            `code_text_choice`, which refuse.
    """

    task: ChatModel
    helper: ChatModel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question, and all that a method has to answer it with.

    Attributes:
        question: The whole task text.
        model: The task model.
        helper: The second model; the task model where there is no other.
        tools: Where code is run, and where the guide of `codesteer` is.
        options: How to work.
        store: Keeps the episodes of methods that bring their own guide.
    """

    question: str
    model: ChatModel
    helper: ChatModel
    tools: Tools
    options: MethodOptions = MethodOptions()
    store: EpisodeStore = field(default_factory=MemoryEpisodeStore)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method by its name.

    Attributes:
        name: The column of the paper's table 1, or a name of our own.
        about: What it does, in a line.
        steps: Answers a case, yielding every step as it happens. The last one tells, in its
            directive, the final answer or that there is none. Raises `ModelError` when a model is
            out of reach.
        fine_tuned: What a fine-tuned helper does in it, without which it is nothing; else empty.
        by_server: Whether the server's guide steers it, so that the server keeps its record.
    """

    name: str
    about: str
    steps: Callable[[Case], AsyncGenerator[Step, None]]
    fine_tuned: str = ""
    by_server: bool = False
