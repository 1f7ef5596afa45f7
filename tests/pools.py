"""A pool of real kernels for tests of what lies above it."""

from contextlib import asynccontextmanager

from codesteer.kernels.isolation import Isolation, own_paths
from codesteer.kernels.limits import Limits
from codesteer.kernels.pool import open_pool
from codesteer.kernels.sources import ForkedKernels, SpawnedKernels, can_fork


@asynccontextmanager
async def real_pool():
    """Kernels as a server has them, with nothing imported ahead."""
    common = {"isolation": Isolation(hidden=own_paths()), "limits": Limits()}
    source = ForkedKernels(**common, preload=()) if can_fork() else SpawnedKernels(**common)
    async with open_pool(source) as pool:
        yield pool
