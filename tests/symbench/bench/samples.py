"""Samples for tests."""

from codesteer.symbench.bench.sample import Sample, Tokens


def a_sample(key="codesteer:game_24@1/1/0/0#0", **parts):
    given = {
        "model": "made up",
        "started": "2026-01-01T00:00:00.000+00:00",
        "answer": "<<<1 + 2\n\u2028é\U0001f600>>>",
        "correct": True,
        "tokens": {"task": Tokens(requests=2, prompt_tokens=30, completion_tokens=12)},
        "trajectory": ({"seq": 0, "kind": "session", "session_id": "cs_1"},),
    }
    return Sample(key=key, **{**given, **parts})
