"""Kernels for tests."""

import pytest

from codesteer.kernels.isolation import Isolation, own_paths
from codesteer.kernels.jupyter import start_jupyter_kernel
from codesteer.kernels.limits import Limits


@pytest.fixture
async def kernel():
    """A real, confined kernel of the test's own."""
    started = await start_jupyter_kernel(
        isolation=Isolation(hidden=own_paths()), limits=Limits(settle_s=2.0)
    )
    yield started
    await started.close()
