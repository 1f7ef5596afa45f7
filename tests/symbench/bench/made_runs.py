"""Small runs on disk for tests of the report, with the worst that a model may say."""

from codesteer.symbench.bench.journal import Journal
from codesteer.symbench.bench.run_folder import Manifest, RunFolder

from .samples import a_sample

HOSTILE = (
    "</script><script>window.harmed = 1</script><img src=x onerror='window.harmed = 1'>"
    "\x1b[2J\u202e\u2028\x00 & <!-- ${harm} ]]>"
)


def an_episode(answer="<<<24>>>", output="24\n", code="print(24)", **parts):
    """The records of a short episode; `parts` replace those of its last run."""
    execution = {"status": "ok", "output": output, "error": "", "duration_s": 0.1, **parts}
    return (
        {"seq": 0, "kind": "session", "session_id": "cs_1"},
        {"seq": 1, "kind": "question", "question": "Make 24.", "guide": "rules", "max_turns": 5},
        {"seq": 2, "kind": "guidance", "turn": 1, "action": "code", "guidance": "Search for it.",
         "reason": "It is a search.", "guide": "rules", "answer": "", "seconds": 0.01},
        {"seq": 3, "kind": "answer", "turn": 1, "answer": f"Here:\n```python\n{code}\n```"},
        {"seq": 4, "kind": "execution", "turn": 1, "origin": "answer", "code": code,
         "execution": execution},
        {"seq": 5, "kind": "check", "turn": 1, "answer": answer, "program": "print('Correct')",
         "verdict": "correct", "reason": "Nothing is wrong with it.", "objection": "",
         "seconds": 0.1},
    )  # fmt: skip


def a_run(folder, *samples, **about):
    """A run on disk that holds these samples; those with an error lie in the file of errors."""
    run = RunFolder(folder)
    given = {"name": folder.name, "created": "2026-01-01T00:00:00+00:00", "samples": len(samples)}
    run.note(Manifest(**{**given, **about}))
    with Journal.opened(run.samples) as answers, Journal.opened(run.errors) as errors:
        for sample in samples:
            (errors if sample.error else answers).append(sample)
    return folder


def a_hostile_run(folder):
    """A run in which every text is an attack."""
    episode = an_episode(HOSTILE, HOSTILE, f"print('{HOSTILE}')", error=HOSTILE, note=HOSTILE)
    odd = ({"kind": HOSTILE, "turn": 1, "text": HOSTILE}, {"kind": "check", "turn": HOSTILE})
    hostile = a_sample(
        "codesteer:game_24@1/1/0/0#0",
        model=HOSTILE,
        answer=HOSTILE,
        reason=HOSTILE,
        session_id=HOSTILE,
        trajectory=(*episode, *odd),
    )
    broken = a_sample("codesteer:game_24@1/1/0/1#0", error=HOSTILE, answer="")
    return a_run(folder, hostile, broken, model=HOSTILE, guide=HOSTILE, versions={HOSTILE: HOSTILE})
