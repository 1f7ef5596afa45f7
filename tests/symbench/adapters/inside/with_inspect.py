"""Runs where Inspect AI is: what its evaluations, with scripted models, say about responses."""

import json
import os
import re
import sys

from inspect_ai import eval as evaluate
from inspect_ai.model import ModelOutput, ModelUsage, get_model

from codesteer.errors import BadSetting
from codesteer.symbench.adapters.inspect_registry import codesteer, symbench

NO_COST = ModelUsage(input_tokens=5, output_tokens=2, total_tokens=7)


def model(answer):
    """A model of Inspect's that answers with a function of the conversation."""

    def outputs(messages, tools, tool_choice, config):
        output = answer(messages, tools)
        if isinstance(output, str):
            output = ModelOutput.from_content("scripted", output)
        output.usage = NO_COST
        return output

    return get_model("mockllm/model", custom_outputs=outputs, memoize=False)


def evaluated(task, answer, **how):
    (log,) = evaluate(task, model=model(answer), display="none", log_dir="logs", **how)
    return log


def scores(cases):
    """The scores of responses, by the id of the puzzle."""
    task = symbench(count=cases["count"], levels=cases["levels"], seed=cases["seed"])
    texts = {case["prompt"]: case["text"] for case in cases["responses"]}
    log = evaluated(task, lambda messages, tools: texts[messages[-1].text])
    return {sample.id: sample.scores["symbench_verifier"].value for sample in log.samples}


def steered():
    """An episode whose model guesses in words, and computes when it is told to write code."""

    def answer(messages, tools):
        asked = messages[-1].text
        if "Python" not in asked:
            return "<<<17>>>"
        product = re.search(r"What is (.*?)\?", asked)[1]
        return f"```python\nprint('<<<', {product}, '>>>', sep='')\n```"

    log = evaluated(symbench(tasks="number_multiply"), answer, solver=codesteer(), limit=1)
    return as_told(log)


def called():
    """How an episode looks whose model calls a tool that the method offers."""

    def answer(messages, tools):
        if messages[-1].role == "tool":
            return f"<<<{messages[-1].text.split()[-1]}>>>"
        if not tools:
            return "<<<nothing was offered>>>"
        arguments = {"code": "print(6 * 7)"}
        return ModelOutput.for_tool_call("scripted", tools[0].name, arguments)

    task = symbench(tasks="number_multiply")
    log = evaluated(task, answer, solver=codesteer(method="code_interpreter"), limit=1)
    return as_told(log)


def failed():
    """What becomes of a sample whose model fails, and of one that is stopped by a limit."""

    def broken(messages, tools):
        raise RuntimeError("the endpoint is gone")

    task = symbench(tasks="number_multiply")
    how = {"solver": codesteer(), "limit": 1}
    log = evaluated(task, broken, **how)
    spent = evaluated(task, lambda messages, tools: "<<<0>>>", token_limit=1, **how)
    return {
        "status": log.status,
        "error": log.error.message,
        "limit": spent.samples[0].limit.type,
    }


def refused():
    """What the solver says to a setting that no server would start with."""
    os.environ["CODESTEER_MAX_KERNELS"] = "many"
    try:
        codesteer()
    except BadSetting as error:
        return str(error)
    return ""


def as_told(log):
    (sample,) = log.samples
    return {
        "status": log.status,
        "error": log.error and log.error.message,
        "score": sample.scores and sample.scores["symbench_verifier"].value,
        "answer": sample.output.completion,
        "messages": [[message.role, message.text] for message in sample.messages],
        "told": sample.metadata.get("codesteer"),
        "tokens": sum(usage.total_tokens for usage in sample.model_usage.values()),
        "requests": sum(event.event == "model" for event in sample.events),
    }


if __name__ == "__main__":
    cases = json.load(sys.stdin)
    found = {
        "scores": scores(cases),
        "steered": steered(),
        "called": called(),
        "failed": failed(),
        "refused": refused(),
    }
    print("\n" + json.dumps(found))
