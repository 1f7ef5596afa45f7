"""What a run will roughly take, before it is begun: calls of models, and tokens."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from codesteer.steering.methods.registry import find_method
from codesteer.symbench.bench.config import RunConfig
from codesteer.symbench.bench.metering import Prices
from codesteer.symbench.bench.sample import SampleKey
from codesteer.symbench.registry import instance

__all__ = ["Estimate", "Range", "estimate"]

_CHARS_A_TOKEN = 3.5
_GUIDANCE_TOKENS = 200
_SHORT_ANSWER = 150
_LOOKED_AT = 60
"""Instances whose prompts are measured; the rest is taken to be like them."""
_ONCE = {
    "only_question": (1, 1), "all_text_cot": (1, 1), "all_code_cot": (1, 1),
    "autogen_conca": (1, 1), "code_text_sum_1": (3, 3), "code_text_sum_2": (3, 3),
    "code_text_choice": (2, 2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """From a run that goes well to one in which every turn is used up."""

    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What samples will roughly take.

    Attributes:
        samples: How many there are.
        instances: How many different instances.
        requests: Calls of models.
        read: Tokens read.
        written: Tokens written; the most is what `max_tokens` allows.
        cost: In the currency of the prices; None without prices.
    """

    samples: int
    instances: int
    requests: Range
    read: Range
    written: Range
    cost: tuple[float, float] | None

    def as_json(self) -> dict[str, Any]:
        """The same for scripts."""
        return {
            "samples": self.samples,
            "instances": self.instances,
            "requests": [self.requests.least, self.requests.most],
            "tokens_read": [self.read.least, self.read.most],
            "tokens_written": [self.written.least, self.written.most],
            "cost": self.cost,
        }


def estimate(config: RunConfig, keys: Sequence[SampleKey]) -> Estimate:
    """Estimate what samples take; the prompts of some are made and measured."""
    instances = list(dict.fromkeys(key.instance for key in keys))
    step = max(1, len(instances) // _LOOKED_AT)
    looked_at = instances[::step]
    chars = sum(len(instance(each).prompt) for each in looked_at) / max(1, len(looked_at))
    prompt = round(chars / _CHARS_A_TOKEN) + _GUIDANCE_TOKENS
    calls = [_calls(key.method, config) for key in keys]
    requests = Range(sum(low for low, _ in calls), sum(high for _, high in calls))
    # In a dialogue a turn reads all turns before it.
    longer = (1 + config.method.max_turns) / 2 if config.method.context == "dialogue" else 1
    read = Range(requests.least * prompt, round(requests.most * prompt * longer))
    most_written = requests.most * config.model.max_tokens
    written = Range(requests.least * min(_SHORT_ANSWER, config.model.max_tokens), most_written)
    prices = Prices.of(config.model)
    cost = (
        None
        if prices is None
        else (
            round(prices.cost(read.least, written.least), 2),
            round(prices.cost(read.most, written.most), 2),
        )
    )
    return Estimate(
        samples=len(keys),
        instances=len(instances),
        requests=requests,
        read=read,
        written=written,
        cost=cost,
    )


def _calls(method: str, config: RunConfig) -> tuple[int, int]:
    """How often a method asks a model, at least and at most."""
    if method in _ONCE:
        return _ONCE[method]
    turns, runs = config.method.max_turns, config.method.max_runs
    match method:
        case "code_interpreter":
            return 1, runs + 1
        case "few_shot":
            return 1, 2
        case "codesteer":
            return 2, 3 * 5
    # Where a model guides it is asked before every turn and at the end.
    guided = method in ("symbolic_agent", "code_first_agent")
    most = 3 * turns + (turns + 1 if guided else 0)
    return (3 if guided else 2), most if not find_method(method).by_server else 3 * 5
