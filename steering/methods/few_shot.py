"""Few-shot: five worked examples of code and words in turn before the question, no guide.

The model sees what its programs print and may go on in the other way, as the examples do. It ends
with a program that prints the answer in brackets, or an answer without a program.

Source: CodeSteer (arXiv 2502.04350), table 9, a heuristic; the examples are ours.
"""

from collections.abc import AsyncGenerator

from codesteer.answers import bracketed
from codesteer.steering.guide import Guidance
from codesteer.steering.methods.asking import guidance_first
from codesteer.steering.methods.loop import follow
from codesteer.steering.methods.method import Case, Method, Step
from codesteer.steering.methods.own_tools import own_tools
from codesteer.steering.methods.single_turn import answer_of, closing
from codesteer.steering.program import find_program
from codesteer.steering.trajectory import Trajectory

__all__ = ["METHOD"]

_EXAMPLES = """\
Some questions are settled by a program, some by words, some by one after the other. You may write \
one ```python block; it is run, and you are told what it printed. Then go on, in code or in words, \
or give the answer. Five examples:

1. Question: How many three-digit numbers have digits that add up to 9? Form: <<<number>>>
You: Counting by hand invites slips; a program counts them all.
```python
print(f"<<<{sum(sum(map(int, str(n))) == 9 for n in range(100, 1000))}>>>")
```
It printed: <<<45>>>

2. Question: Ann says that Bo is older than she is, and Bo says that Ann is right. Both tell the \
truth. Who is the younger one? Form: <<<name>>>
You: Nothing is to be computed. Bo is older, so Ann is younger. <<<Ann>>>

3. Question: Which order of the letters of "tca" is an English word for a pet? Form: <<<word>>>
You: A program can list the orders, but not say which is a word.
```python
from itertools import permutations
print(*("".join(p) for p in permutations("tca")))
```
It printed: tca tac cta cat atc act
You: Of these, the pet is the cat. <<<cat>>>

4. Question: Find whole numbers x < y < z with x*y*z = 210 and x + y + z = 18. Form: <<<x y z>>>
You: I try 5, 6, 7: the product is 210 and the sum is 18. A program confirms that and prints it.
```python
found = [(x, y, z) for x in range(1, 18) for y in range(x + 1, 18) for z in range(y + 1, 18)
         if x * y * z == 210 and x + y + z == 18]
print(f"<<<{found[0][0]} {found[0][1]} {found[0][2]}>>>")
```
It printed: <<<5 6 7>>>

5. Question: A clock loses 4 minutes an hour and is right at noon. What does it show at 9 in the \
evening? Form: <<<hh:mm>>>
You:
```python
shown = 9 * 56 / 60
print(shown.hours)
```
It failed: AttributeError: 'float' object has no attribute 'hours'
You: In words then: in 9 hours it runs 9 * 56 = 504 minutes, which is 8 hours and 24 minutes. \
<<<08:24>>>

Now the question that you are to answer:"""

_GO_ON = (
    "Go on: correct the program, change to words, or give the answer in the form that the question "
    "demands."
)


class _FewShot:
    """A guide that says the same to everything, and knows when an answer is there."""

    name = "few_shot"

    async def decide(self, trajectory: Trajectory) -> Guidance:
        """Show the examples, then let the model go on until it answers; see `Guide.decide`."""
        turn = trajectory.turn
        if turn is None:
            return Guidance(action="code", guidance=_EXAMPLES, reason="The examples come first.")
        answer = answer_of(turn)
        in_words = find_program(turn.answer or "") is None
        spent = len(trajectory.turns) >= trajectory.max_turns
        if in_words or spent or bracketed(answer) is not None:
            return closing(answer)
        return Guidance(action="code", guidance=_GO_ON, reason="The program gave no final answer.")


async def _steps(case: Case) -> AsyncGenerator[Step, None]:
    async with own_tools(case, _FewShot(), max_turns=case.options.max_turns) as tools:
        async for step in follow(
            case.question, case.model, tools, context="dialogue", layout=guidance_first
        ):
            yield step


METHOD = Method(
    name="few_shot", about="five worked examples, then a dialogue with its programs", steps=_steps
)
