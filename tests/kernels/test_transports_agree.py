"""The same cells give the same results, whatever carries the messages."""

import pytest

from codesteer.kernels.limits import Limits
from codesteer.kernels.remote import RemoteKernels

from .cells import comparable, random_cells
from .conftest import running
from .jupyter_servers import TOKEN, JupyterServer

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def remote(tmp_path_factory):
    server = JupyterServer("kernel_gateway", tmp_path_factory.mktemp("gateway"))
    yield RemoteKernels(server.url, TOKEN, limits=Limits())
    server.close()


@pytest.mark.parametrize(
    "count", [150, pytest.param(1_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
async def test_random_cells_give_the_same_over_every_transport(sources, remote, count):
    async with (
        running(sources("socketpair-A")) as first,
        running(sources("zmq-A")) as second,
        running(remote) as third,
    ):
        for number, code in enumerate(random_cells(count, seed=7)):
            one, *others = [
                comparable(await kernel.run(code, timeout_s=30))
                for kernel in (first, second, third)
            ]
            assert others == [one, one], f"cell {number}: {code!r}"
