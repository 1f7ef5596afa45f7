"""The model guide: decisions over real HTTP on loopback, from endpoints good, slow and broken."""

import json
import threading
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codesteer.errors import BadSetting, ModelError, ReplyUnusable
from codesteer.steering.chat import Reply, ScriptedChat
from codesteer.steering.executor import FakeExecutor
from codesteer.steering.guide import Guidance, ScriptedGuide
from codesteer.steering.guides.fallback import FallbackGuide
from codesteer.steering.guides.making import open_guide
from codesteer.steering.guides.meaning import MOST_GUIDANCE
from codesteer.steering.guides.model import ModelGuide
from codesteer.steering.guides.profile import load_profile
from codesteer.steering.guides.rules import RulesGuide
from codesteer.steering.sessions import LEAST_WAIT_S
from codesteer.steering.steerer import Steerer
from codesteer.steering.store import FileEpisodeStore, MemoryEpisodeStore

from .episodes import QUESTION, answered, checked, opened, solved

pytestmark = pytest.mark.anyio
KEY = "sk-nobody-may-see-this"
PROFILE = load_profile()
AT_ONCE = {"retry-after-ms": "1"}
HANGS = object()


def decision(choice="code", guidance="Try all orders with itertools.", reason="A search.", **more):
    return json.dumps({"choice": choice, "guidance": guidance, "reason": reason, **more})


class Endpoint:
    """Answers chat requests with what it was made with, in order, the last one over and over.

    An entry is the text of a reply, a status, or HANGS. Requests are kept, by path.
    """

    def __init__(self, *script, tokens=None):
        self.chats, self.counted, self.keys = [], [], set()
        self.finish = threading.Event()
        endpoint, left = self, list(script)

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                if self.path.endswith("/tokenize"):
                    endpoint.counted.append((self.path, body))
                    told = None if tokens is None else {"count": tokens(body["prompt"])}
                    self.tell(404 if told is None else 200, told or {})
                    return
                endpoint.chats.append(body)
                endpoint.keys.add(self.headers["authorization"])
                entry = left.pop(0) if len(left) > 1 else left[0]
                if entry is HANGS:
                    endpoint.finish.wait(20)
                elif isinstance(entry, int):
                    self.tell(entry, {"error": {"message": "no"}})
                elif callable(entry):
                    self.tell(*entry(body))
                else:
                    self.tell(200, completion(entry))

            def do_GET(self):
                self.tell(200, {"object": "list", "data": [{"id": "small", "object": "model"}]})

            def tell(self, status, told):
                data = json.dumps(told).encode()
                self.send_response(status)
                for name, value in AT_ONCE.items():
                    self.send_header(name, value)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *exc):
        self.finish.set()
        self.server.shutdown()
        self.server.server_close()


def completion(text):
    return {
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }


async def decided(*script, trajectory=None, url="", **settings):
    """What a model guide with the rules behind it makes of an endpoint's answers."""
    with Endpoint(*script) as endpoint:
        async with open_guide(url=url or endpoint.url, api_key=KEY, **settings) as guide:
            given = await guide.decide(trajectory or opened())
        assert KEY not in repr(given)
        return given, endpoint


def of_words(*replies, trajectory=None):
    """The same without HTTP, for what is only about words."""
    guide = FallbackGuide(ModelGuide(ScriptedChat(replies), PROFILE), RulesGuide())
    return guide.decide(trajectory or opened())


async def test_a_good_reply_is_the_decision_with_its_tokens():
    given, endpoint = await decided(decision())
    assert given == Guidance(
        action="code", guidance="Try all orders with itertools.", reason="A search.",
        prompt_tokens=100, completion_tokens=10,
    )  # fmt: skip
    (sent,) = endpoint.chats
    assert endpoint.keys == {f"Bearer {KEY}"}
    assert sent["model"] == "small"
    assert [message["role"] for message in sent["messages"]] == ["system", "user"]
    assert QUESTION in sent["messages"][1]["content"]
    choices = sent["response_format"]["json_schema"]["schema"]["properties"]["choice"]["enum"]
    assert choices == ["code", "text"]  # There is no answer yet.
    assert sent["messages"][1]["content"].endswith("code or text?")
    assert endpoint.counted == []  # It fits by far, so nothing needs to be counted.


@pytest.mark.parametrize("status", [400, 422])
async def test_an_endpoint_that_refuses_schemas_is_asked_without_and_that_is_remembered(status):
    def picky(body):
        return (status, {}) if "response_format" in body else (200, completion(decision()))

    with Endpoint(picky) as endpoint:
        async with open_guide(url=endpoint.url) as guide:
            for _ in range(2):
                given = await guide.decide(opened())
                assert (given.action, given.fallback) == ("code", "")
    assert ["response_format" in body for body in endpoint.chats] == [True, False, False]


async def test_a_refusal_that_has_nothing_to_do_with_the_schema_is_not_taken_for_one():
    with Endpoint(400, 400, decision()) as endpoint:
        async with open_guide(url=endpoint.url) as guide:
            assert (await guide.decide(opened())).guide == "rules"
            assert (await guide.decide(opened())).fallback == ""
    assert ["response_format" in body for body in endpoint.chats] == [True, False, True]


async def test_a_server_error_is_tried_again():
    given, endpoint = await decided(500, decision())
    assert (given.action, given.fallback) == ("code", "")
    assert len(endpoint.chats) == 2


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ("Let me think about it.", "no JSON object"),
        (decision("maybe"), '"choice" is none of'),
        (decision("answer"), "no answer yet"),
        (decision("verify"), "no answer to check"),
        ('{"choice": "co' + " " * 300, '"choice" is none of'),
        ("", "no JSON object"),
    ],
)
async def test_a_reply_that_cannot_be_used_is_asked_for_once_more_with_what_is_wrong(
    reply, problem
):
    given, endpoint = await decided(reply, decision())
    assert (given.action, given.fallback) == ("code", "")
    assert (given.prompt_tokens, given.completion_tokens) == (200, 20)
    first, second = endpoint.chats
    assert second["messages"][:-1] == first["messages"][:-1]
    before, after = (chat["messages"][-1]["content"] for chat in (first, second))
    assert after.startswith(before)
    assert problem in after.removeprefix(before)
    # A model that fails at a schema is spared it.
    assert ("response_format" in second) == (problem in ("no answer yet", "no answer to check"))


async def test_after_two_such_replies_the_rules_take_the_turn_and_the_tokens_are_counted():
    given, endpoint = await decided("hm", "well")
    rules = await RulesGuide().decide(opened())
    assert (given.action, given.guidance) == (rules.action, rules.guidance)
    assert (given.guide, given.prompt_tokens, given.completion_tokens) == ("rules", 200, 20)
    assert given.fallback.startswith("The guide model's reply could not be used, twice")
    assert len(endpoint.chats) == 2


@pytest.mark.parametrize(("status", "why"), [(401, "CODESTEER_GUIDE_API_KEY"), (404, "_NAME")])
async def test_a_refusal_leaves_the_turn_to_the_rules(status, why):
    given, _ = await decided(status)
    assert given.guide == "rules"
    assert why in given.fallback


async def test_an_endpoint_that_is_down_leaves_the_turn_to_the_rules():
    url = f"http://me:{KEY}@127.0.0.1:1/v1?key={KEY}"
    given, _ = await decided(decision(), url=url, name="m")
    assert given.guide == "rules"
    assert given.fallback.startswith("http://127.0.0.1:1/v1 cannot be reached")


async def test_an_endpoint_that_hangs_leaves_the_turn_to_the_rules_within_the_time():
    with Endpoint(HANGS) as endpoint:
        async with open_guide(url=endpoint.url, name="m", within_s=0.2) as guide:
            given = await guide.decide(opened())
    assert (given.guide, given.fallback) == ("rules", "The guide did not decide within 0.2 s.")


async def test_the_record_says_that_the_rules_took_a_turn_and_holds_no_secret(tmp_path):
    with Endpoint(401) as endpoint:
        url = endpoint.url.replace("://", f"://me:{KEY}@") + f"?key={KEY}"
        async with open_guide(url=url, name="m", api_key=KEY) as guide:
            steerer = Steerer(
                store=FileEpisodeStore(tmp_path), guide=guide, executor=FakeExecutor()
            )
            await steerer.open(QUESTION)
    (file,) = tmp_path.glob("*.jsonl")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    question, guidance = lines[1], lines[2]
    assert question["guide"] == "model"
    assert guidance["guide"] == "rules"
    assert "refused with status 401" in guidance["fallback"]
    assert KEY not in file.read_text()


async def test_a_check_leaves_a_call_the_time_that_its_guide_may_take():
    class Slow(FakeExecutor):
        took = 0.0

        @asynccontextmanager
        async def fresh(self):
            async with super().fresh() as place:
                yield SlowPlace(self, place)

    class SlowPlace:
        def __init__(self, executor, place):
            self.executor, self.place = executor, place

        async def run(self, program, *, timeout_s):
            self.executor.took += timeout_s + 3.0  # As long as it may take, and to be stopped.
            return await self.place.run(program, timeout_s=timeout_s)

    for guide_s in (0.0, 10.0):
        executor = Slow(lambda code: "Correct")
        steerer = Steerer(
            store=MemoryEpisodeStore(),
            guide=ScriptedGuide([Guidance(action="text", guidance="Think.", reason="r")]),
            executor=executor,
            guide_s=guide_s,
        )
        session = (await steerer.open(QUESTION)).session_id
        await steerer.check(session, answer="<<<(1+3)*(2+4)>>>", program="print('Correct')")
        assert executor.took > 4 * 4.0  # All four runs.
        assert LEAST_WAIT_S + executor.took + guide_s <= 45.0


class Failing:
    """A guide that fails until it is mended."""

    name = "model"

    def __init__(self, error):
        self.error, self.asked = error, 0

    async def decide(self, trajectory):
        self.asked += 1
        if self.error:
            raise self.error
        return Guidance(action="text", guidance="Think.", reason="mended")


@pytest.mark.parametrize("error", [ModelError("down"), TypeError("a defect")])
async def test_after_two_failures_in_a_row_a_guide_is_left_alone_for_half_a_minute(error):
    now = [0.0]
    first = Failing(error)
    guide = FallbackGuide(first, RulesGuide(), clock=lambda: now[0])
    for _ in range(4):
        assert (await guide.decide(opened())).guide == "rules"
    assert first.asked == 2
    now[0] = 29.9
    assert "left alone" in (await guide.decide(opened())).fallback
    now[0] = 30.1  # One try; it fails, so the next turns do not wait for it.
    assert "left alone" not in (await guide.decide(opened())).fallback
    assert "left alone" in (await guide.decide(opened())).fallback
    assert first.asked == 3
    first.error = None
    now[0] = 60.2
    for _ in range(3):
        assert (await guide.decide(opened())).reason == "mended"


async def test_a_guide_that_speaks_badly_but_in_time_is_not_left_alone():
    first = Failing(ReplyUnusable("nonsense"))
    guide = FallbackGuide(first, RulesGuide(), clock=lambda: 0.0)
    for _ in range(4):
        assert (await guide.decide(opened())).fallback == "nonsense"
    assert first.asked == 4


async def test_an_error_of_the_rules_themselves_is_not_hidden():
    class Broken(ScriptedGuide):
        async def decide(self, trajectory):
            raise LookupError

    with pytest.raises(LookupError):
        await FallbackGuide(Failing(ModelError("down")), Broken([])).decide(opened())


def test_an_address_that_is_none_is_a_bad_setting():
    async def make():
        async with open_guide(url="localhost:8000"):
            pass

    with pytest.raises(BadSetting, match="CODESTEER_GUIDE_URL cannot be used"):
        anyio.run(make)


async def test_without_an_address_the_rules_guide():
    async with open_guide() as guide:
        assert guide.name == "rules"


@pytest.mark.parametrize(
    "reply",
    [
        "```json\n" + decision() + "\n```",
        "I would say {this}:\n" + decision() + "\nThat should {do} it.",
        decision()[:-1] + ",}",
        decision()[:-1],
        '{"choice": "CODE ", "guidance": "Try all orders with itertools.",\n "reason": "A search.'
        '", "more": [1, 2,],}',
        "{" + decision(),
    ],
)
async def test_json_is_read_out_of_what_surrounds_or_damages_it(reply):
    given = await of_words(reply)
    assert (given.action, given.guidance) == ("code", "Try all orders with itertools.")
    assert given.fallback == ""


async def test_an_order_that_breaks_off_ends_with_its_last_whole_sentence():
    given = await of_words('{"choice": "code", "guidance": "Try all orders. Print 2.5 and th')
    assert (given.guidance, given.fallback) == ("Try all orders.", "")


async def test_commas_inside_texts_stay():
    given = await of_words(decision(guidance='Print "[1,]" and {a,}.'))
    assert given.guidance == 'Print "[1,]" and {a,}.'


@pytest.mark.parametrize("choice", ["code", "text", "stop"])
async def test_a_choice_without_an_order_becomes_the_standard_one(choice):
    given = await of_words(decision(choice, guidance="  ", reason=None))
    assert given.guidance == getattr(PROFILE.orders, choice)
    assert given.reason == f"The guide model chose {choice}."


async def test_an_order_that_is_too_long_ends_with_a_sentence():
    given = await of_words(decision(guidance="Search all orders of the numbers. " * 200))
    assert MOST_GUIDANCE // 2 < len(given.guidance) <= MOST_GUIDANCE
    assert given.guidance.endswith("of the numbers.")


async def test_an_answer_is_what_the_program_printed_and_never_the_guides_own():
    for own in ("", "6*4", "<<<6*4>>>"):
        given = await of_words(decision("answer", answer=own), trajectory=solved())
        assert (given.action, given.answer) == ("answer", "<<<1*2*3*4>>>")
    assert "unverified" in given.guidance
    proven = checked(solved(), "correct", "the rules hold")
    assert "unverified" not in (await of_words(decision("answer"), trajectory=proven)).guidance


async def test_an_answer_of_an_earlier_turn_can_be_named():
    earlier = answered(solved(), "Perhaps it is <<<4*3*2>>>.", action="text")
    given = await of_words(decision("answer", answer="1 * 2 * 3 * 4"), trajectory=earlier)
    assert given.answer == "<<<1*2*3*4>>>"
    given = await of_words(decision("answer"), trajectory=earlier)
    assert given.answer == "<<<4*3*2>>>"


async def test_a_check_is_ordered_with_how_a_checking_program_speaks():
    given = await of_words(decision("verify", guidance="Test the numbers."), trajectory=solved())
    assert given.guidance == f"{PROFILE.orders.verify}\nTest the numbers."
    assert given.answer == "1*2*3*4"


async def test_a_guide_cannot_ask_for_checks_of_one_answer_for_ever():
    twice = checked(checked(solved(), "unknown", "it is deaf"), "unknown", "it is deaf")
    given = await of_words(*[decision("verify")] * 2, trajectory=twice)
    assert given.guide == "rules"
    assert "checked often enough" in given.fallback


@pytest.mark.parametrize(
    ("trajectory", "choices"),
    [
        (opened(), ["code", "text"]),
        (solved(), ["code", "text", "verify", "answer", "stop"]),
        (checked(solved(), "unknown", "deaf"), ["code", "text", "verify", "answer", "stop"]),
        (checked(checked(solved(), "unknown", "deaf"), "unknown", "deaf"),
         ["code", "text", "answer", "stop"]),
        (answered(opened(), "I cannot say.", action="text"), ["code", "text", "stop"]),
        (answered(solved(), "I cannot say.", action="text"), ["code", "text", "answer", "stop"]),
        (solved(opened(max_turns=1)), ["verify", "answer", "stop"]),
        (solved(opened(checkers=())), ["code", "text", "answer", "stop"]),
    ],
)  # fmt: skip
async def test_a_guide_is_offered_what_can_be_followed_and_held_to_it(trajectory, choices):
    model = ScriptedChat([decision("stop")])
    await ModelGuide(model, PROFILE).decide(trajectory)
    fields = model.options[0].schema["properties"]
    assert fields["choice"]["enum"] == choices
    assert ("answer" in fields) == ("answer" in choices)
    said = f"{', '.join(choices[:-1])} or {choices[-1]}?"
    assert model.asked[0][-1].content.endswith(said)


async def test_an_order_that_has_not_helped_is_not_given_again():
    failed = answered(opened(), "It is 24.", guidance="Try all orders.")
    given = await of_words(
        decision(guidance="Try all  orders."),
        decision(guidance="Use recursion."),
        trajectory=failed,
    )
    assert (given.guidance, given.fallback) == ("Use recursion.", "")
    given = await of_words(*[decision(guidance="Try all orders.")] * 2, trajectory=failed)
    assert given.guide == "rules"
    assert "given before and has not helped" in given.fallback


async def test_no_check_is_ordered_where_checks_are_switched_off():
    without = solved(opened(checkers=("symbolic",)))
    given = await of_words(decision("verify"), decision("answer"), trajectory=without)
    assert given.action == "answer"


async def test_when_the_turns_are_spent_the_last_answer_stands():
    spent = solved(opened(max_turns=1))
    given = await of_words(decision("code"), trajectory=spent)
    assert (given.action, given.answer) == ("answer", "<<<1*2*3*4>>>")
    nothing = answered(opened(max_turns=1), "I cannot say.", action="text")
    assert (await of_words(decision("code"), trajectory=nothing)).action == "stop"


FRAGMENTS = st.sampled_from(
    ["{", "}", '"choice"', ":", '"code"', '"answer"', ",", "[", "]", "\\", '"', "```", "<<<", ">>>",
     "null", "1e999", "NaN", "\n", " ", '"guidance": ', '"\\ud800"', decision("answer"),
     decision("verify"), decision("stop"), decision(guidance="x" * 5000), "Code", "Terminate"]
)  # fmt: skip
EPISODES = [
    opened(), solved(), checked(solved(), "unknown", "deaf"), solved(opened(max_turns=1)),
    answered(opened(), "```python\n1/0\n```", error="ZeroDivisionError: division by zero"),
]  # fmt: skip


@settings(deadline=None)
@given(
    replies=st.lists(st.text() | st.lists(FRAGMENTS).map("".join), min_size=2, max_size=2),
    trajectory=st.sampled_from(EPISODES),
)
def test_whatever_a_model_says_there_is_a_decision_that_can_be_followed(replies, trajectory):
    async def decide():
        return await of_words(*replies, trajectory=trajectory)

    given = anyio.run(decide)
    assert given.guidance.strip()
    assert given.reason.strip()
    given.guidance.encode()
    (given.reason + given.answer).encode()
    if not given.guide:
        assert len(given.guidance) <= MOST_GUIDANCE + 100
        assert given.action != "verify" or given.answer
    if given.action == "answer":
        assert given.answer in ("<<<1*2*3*4>>>",)


async def test_the_same_trajectory_gives_the_same_conversation():
    model = ScriptedChat([Reply(text=decision())] * 2)
    guide = ModelGuide(model, PROFILE)
    for _ in range(2):
        await guide.decide(checked(solved(), "incorrect", "a rule is broken"))
    assert model.asked[0] == model.asked[1]


async def test_an_endpoint_that_counts_tokens_decides_how_much_is_told():
    long = answered(opened("Sum these: " + "word " * 7_000), "It is 5.", action="text")
    with Endpoint(decision(), tokens=lambda text: len(text) // 10) as counting:
        async with open_guide(url=counting.url, name="m") as guide:
            await guide.decide(long)
    assert "left out" not in repr(counting.chats)
    assert counting.counted[0][0] == "/tokenize"
    with Endpoint(decision()) as silent:
        async with open_guide(url=silent.url, name="m") as guide:
            for _ in range(2):
                await guide.decide(long)
    assert "characters left out" in silent.chats[0]["messages"][1]["content"]
    assert len(silent.counted) == 1  # It does not count, and is not asked again.
