"""A server whose guide is a model: real processes, and a model endpoint on loopback."""

from ..steering.test_model_guide import KEY, Endpoint, decision
from .raw_client import RawClient

QUESTION = "How many of the numbers below 1000 are sums of two squares?"


def test_a_server_with_a_guide_endpoint_is_guided_by_it_and_by_the_rules_when_it_fails(tmp_path):
    with Endpoint(decision(guidance="Count them in two loops."), 401) as endpoint:
        environ = {"CODESTEER_GUIDE_URL": endpoint.url, "CODESTEER_GUIDE_API_KEY": KEY}
        with RawClient(tmp_path, environ=environ) as client:
            assert "Count them in two loops." in client.text("steer", question=QUESTION)
            assert KEY not in client.text("steer", question=f"{QUESTION} And below 2000?")
    first, second = sorted(
        (path.read_text() for path in (tmp_path / "episodes").iterdir()),
        key=lambda text: "fallback" in text and "refused" in text,
    )
    assert "Count them in two loops." in first
    assert "refused with status 401" in second
    assert KEY not in first + second
