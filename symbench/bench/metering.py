"""What models cost: counted for each sample and role, and for the whole run, against its limits."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from codesteer.errors import ReplyUnusable
from codesteer.steering.chat import AS_USUAL, ChatModel, Message, Reply, ReplyOptions
from codesteer.symbench.bench.cache import ReplyCache, request_digest
from codesteer.symbench.bench.config import Endpoint, Guide, Limits
from codesteer.symbench.bench.sample import Role, Sample, Tokens

__all__ = ["Budget", "Meter", "MeteredChat", "Prices", "Source", "paid_tokens"]

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of a million tokens, in any one currency."""

    read: float
    written: float

    @classmethod
    def of(cls, part: Endpoint | Guide) -> "Prices | None":
        """The prices of an endpoint; None where it has not both."""
        if part.price_read is None or part.price_written is None:
            return None
        return cls(part.price_read, part.price_written)

    def cost(self, read: int, written: int) -> float:
        """The price of so many tokens."""
        return (read * self.read + written * self.written) / _MILLION


@dataclass(slots=True)
class Budget:
    """What the whole run has used of what it may use. Replies from the cache cost nothing.

    Attributes:
        tokens: Most tokens; 0 for no limit.
        cost: Most money; 0 for no limit.
        used_tokens: Of all roles, read and written, in all tries.
        used_cost: Their price.
    """

    tokens: int = 0
    cost: float = 0.0
    used_tokens: int = 0
    used_cost: float = 0.0

    @classmethod
    def resumed(cls, limits: Limits, used_tokens: int, used_cost: float) -> "Budget":
        """A budget some of which is used already."""
        return cls(limits.tokens, limits.cost, used_tokens, used_cost)

    @property
    def spent(self) -> bool:
        """Whether no further sample may be begun."""
        return bool(
            (self.tokens and self.used_tokens >= self.tokens)
            or (self.cost and self.used_cost >= self.cost)
        )

    def use(self, tokens: int, cost: float) -> None:
        """Count what a reply has cost."""
        self.used_tokens += tokens
        self.used_cost += cost


@dataclass(slots=True)
class Meter:
    """What one sample has cost so far.

    Attributes:
        budget: The run's.
        tokens: By role.
        cost: Of what was paid for; None until something that has a price is asked.
        model_seconds: Wall-clock seconds spent waiting for models.
    """

    budget: Budget
    tokens: dict[Role, Tokens] = field(default_factory=dict)
    cost: float | None = None
    model_seconds: float = 0.0

    def count(
        self, role: Role, read: int, written: int, prices: Prices | None, *, cached: bool = False
    ) -> None:
        """Count one request."""
        known = self.tokens.get(role, Tokens())
        self.tokens[role] = Tokens(
            requests=known.requests + 1,
            cached=known.cached + cached,
            prompt_tokens=known.prompt_tokens + read,
            completion_tokens=known.completion_tokens + written,
            cached_tokens=known.cached_tokens + (read + written if cached else 0),
        )
        paid = 0.0 if cached or prices is None else prices.cost(read, written)
        if prices is not None:
            self.cost = (self.cost or 0.0) + paid
        if not cached:
            self.budget.use(read + written, paid)

    def count_guide(
        self, trajectory: Iterable[Mapping[str, object]], prices: Prices | None
    ) -> None:
        """Count what a guide that the server asked has cost, as its record tells."""
        for record in trajectory:
            read, written = record.get("prompt_tokens"), record.get("completion_tokens")
            if record.get("kind") == "guidance" and isinstance(read, int) and (read or written):
                self.count("guide", read, written if isinstance(written, int) else 0, prices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the replies of a role come from.

    Attributes:
        model: The model.
        endpoint: Its address, without secrets.
        usual: Its settings, in the place of what a request leaves open.
        prices: Of its tokens.
        cache: Keeps its replies; None keeps none.
    """

    model: ChatModel
    endpoint: str = ""
    usual: ReplyOptions = AS_USUAL
    prices: Prices | None = None
    cache: ReplyCache | None = None


class MeteredChat:
    """A model in one role of one sample: counted, timed, and answered from the cache if it can be.

    Args:
        source: The model.
        role: What it is asked as.
        meter: Counts.
        repeat: Which repeat the sample is.
    """

    def __init__(self, source: Source, role: Role, meter: Meter, *, repeat: int = 0) -> None:
        self.name = source.model.name
        self._source = source
        self._role: Role = role
        self._meter = meter
        self._repeat = repeat
        self._asked: Counter[str] = Counter()

    async def reply(self, messages: Sequence[Message], options: ReplyOptions = AS_USUAL) -> Reply:
        """Answer; see `ChatModel.reply`."""
        digest = self._digest(messages, options)
        kept = self._source.cache.get(digest) if self._source.cache and digest else None
        if kept is not None:
            self._count(kept.prompt_tokens, kept.completion_tokens, cached=True)
            return kept
        started = time.perf_counter()
        try:
            reply = await self._source.model.reply(messages, options)
        except ReplyUnusable as error:
            self._count(error.prompt_tokens, error.completion_tokens)
            raise
        finally:
            self._meter.model_seconds += time.perf_counter() - started
        self._count(reply.prompt_tokens, reply.completion_tokens)
        if self._source.cache is not None:
            self._source.cache.put(digest, reply)
        return reply

    def _count(self, read: int, written: int, *, cached: bool = False) -> None:
        self._meter.count(self._role, read, written, self._source.prices, cached=cached)

    def _digest(self, messages: Sequence[Message], options: ReplyOptions) -> str:
        """The digest of this request; empty where nothing is kept."""
        if self._source.cache is None:
            return ""
        usual = self._source.usual
        full = replace(
            options,
            temperature=usual.temperature if options.temperature is None else options.temperature,
            max_tokens=usual.max_tokens if options.max_tokens is None else options.max_tokens,
        )
        asked = (self._source.endpoint, self._source.model.name, messages, full)
        plain = request_digest(*asked)
        times = self._asked[plain]
        self._asked[plain] += 1
        return request_digest(*asked, repeat=self._repeat, time=times)


def paid_tokens(sample: Sample) -> int:
    """Tokens of a sample that the cache has not given."""
    return sample.all_tokens - sum(each.cached_tokens for each in sample.tokens.values())
