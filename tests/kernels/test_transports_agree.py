"""The same cells give the same results, whatever carries the messages."""

import pytest

from .cells import comparable, random_cells
from .conftest import running

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "count", [150, pytest.param(1_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
async def test_random_cells_give_the_same_over_a_socket_pair_and_zmq(sources, count):
    async with running(sources("socketpair-A")) as first, running(sources("zmq-A")) as second:
        for number, code in enumerate(random_cells(count, seed=7)):
            one = await first.run(code, timeout_s=30)
            two = await second.run(code, timeout_s=30)
            assert comparable(one) == comparable(two), f"cell {number}: {code!r}"
