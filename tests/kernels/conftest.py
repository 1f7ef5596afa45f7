"""Kernels for tests: of every kind, real, confined, each test's own."""

import shutil
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from codesteer.kernels.inside import landlock
from codesteer.kernels.isolation import Isolation, own_paths
from codesteer.kernels.limits import Limits
from codesteer.kernels.sources import ForkedKernels, SpawnedKernels, can_fork

SECRET = "the-episode-of-somebody"


@pytest.fixture(scope="module")
def anyio_backend():
    """Sources live as long as a module, and need its event loop."""
    return "asyncio"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """An episode that no kernel may read."""
    directory = tmp_path_factory.mktemp("home") / "episodes"
    directory.mkdir()
    (directory / "cs_a.jsonl").write_text(SECRET)
    return directory


@pytest.fixture(scope="module")
def limits():
    return Limits(settle_s=2.0)


@pytest.fixture(scope="module")
async def sources(anyio_backend, store, limits):
    """Sources of kernels by kind, such as "socketpair-A", made when first asked for."""
    made = {}
    environ = {"PATH": "/usr/bin:/bin", "CODESTEER_MODEL_API_KEY": "sk-" + SECRET}

    def of(kind):
        transport, tier = kind.split("-")
        if transport == "socketpair" and not can_fork():
            pytest.skip("kernels are forked on Linux only")
        if tier != "C" and landlock.abi() == 0:
            pytest.skip("this system has no Landlock")
        if kind not in made:
            isolation = Isolation(hidden=(*own_paths(), store), at_most=tier, at_least=tier)
            common = {"isolation": isolation, "limits": limits, "environ": environ}
            made[kind] = (
                ForkedKernels(**common, preload=("numpy", "sympy"))
                if transport == "socketpair"
                else SpawnedKernels(**common)
            )
        return made[kind]

    yield of
    for source in made.values():
        await source.close()


@asynccontextmanager
async def running(source, directory: Path | None = None):
    """A kernel of a source, ended and cleared away after use."""
    kernel = await source.start(directory)
    try:
        yield kernel
    finally:
        await kernel.close()
        if directory is None and kernel.info.directory is not None:
            shutil.rmtree(kernel.info.directory, ignore_errors=True)
