"""What all tests share."""

import os
from pathlib import Path

import pytest

# The settings of whoever runs the tests are no part of them.
for _name in [name for name in os.environ if name.startswith("CODESTEER_")]:
    if _name not in ("CODESTEER_PRELOAD", "CODESTEER_TEST_SHARED"):
        del os.environ[_name]

# Servers that tests start import what a test uses, and nothing ahead.
os.environ.setdefault("CODESTEER_PRELOAD", "none")

ROOT = Path(__file__).resolve().parents[1]

# Reference data that is not part of the project; tests that need it skip without it.
SHARED = Path(os.environ.get("CODESTEER_TEST_SHARED", ROOT.parent / "shared"))


@pytest.fixture
def anyio_backend() -> str:
    """jupyter_client needs asyncio."""
    return "asyncio"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout under test."""
    return ROOT


@pytest.fixture(scope="session")
def upstream_cases() -> Path:
    """Conformance cases made from the paper's published data set."""
    path = SHARED / "symbench" / "upstream_cases.jsonl"
    if not path.is_file():
        pytest.skip("the conformance cases are not here; set CODESTEER_TEST_SHARED")
    return path


@pytest.fixture(scope="session")
def upstream_layout() -> Path:
    """Sample files of every layout of the paper's published data set."""
    path = SHARED / "symbench" / "upstream_layout"
    if not path.is_dir():
        pytest.skip("the samples of the published data are not here; set CODESTEER_TEST_SHARED")
    return path
