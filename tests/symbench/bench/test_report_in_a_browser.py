"""The page of a report in headless Chromium: it works, fetches nothing, and no text does harm."""

import pytest

from codesteer.symbench.bench.report.making import make_report
from codesteer.symbench.bench.synthetic import synthesise

from .browser import CHROMIUM, Watched, browser
from .made_runs import HOSTILE, a_hostile_run

pytestmark = pytest.mark.skipif(
    not CHROMIUM, reason="there is no chromium: apt-get install chromium"
)


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A report of a made-up run, and one of a hostile run."""
    folder = tmp_path_factory.mktemp("runs")
    synthesise(folder / "made_up", 150)
    a_hostile_run(folder / "hostile")
    paths = {}
    for name in ("made_up", "hostile"):
        paths[name] = make_report([folder / name], folder / f"{name}.html", paper=True).page
    return paths


@pytest.fixture
def watched(chromium):
    """A watched page; in the end nothing went wrong in it, and nothing was fetched."""
    found = Watched(chromium)
    found.page.set_default_timeout(10_000)
    yield found
    found.page.close()
    assert found.errors == []
    assert found.fetched() == []


def test_the_table_is_seen_and_leads_to_its_episodes(watched, pages):
    page = watched.open(pages["made_up"])
    assert page.is_visible("#matrix table.matrix")
    assert page.is_visible("text=SYNTHETIC")
    page.click("#matrix td a >> nth=0")
    page.wait_for_function("document.querySelector('#by-task').value === 'blocksworld'")
    assert page.input_value("#by-column") == "only_question"
    names = page.locator("#list li b").all_text_contents()
    assert names
    assert set(names) == {"blocksworld"}


def test_filters_narrow_the_list_and_stand_in_the_link(watched, pages):
    page = watched.open(pages["made_up"])
    assert page.text_content("#found") == "150 of 150 episodes"
    page.select_option("#by-ending", "solved")
    page.select_option("#by-column", "codesteer")
    some = page.text_content("#found")
    assert some.endswith("of 150 episodes")
    assert int(some.split()[0]) < 150
    assert set(page.locator("#list .badge").all_text_contents()) == {"solved"}
    assert "ending=solved" in page.url
    page.fill("#search", "no such words")
    assert "Clear a filter" in page.text_content("#found")
    page.click("button[type=reset]")
    page.wait_for_function("document.querySelector('#found').textContent.startsWith('150 of')")


def test_an_episode_opens_by_keyboard_and_by_its_link(watched, pages):
    page = watched.open(pages["made_up"])
    page.keyboard.press("/")
    page.keyboard.type("codesteer:box_lift")
    first = page.locator("#list a").first
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#episode .k-guidance")
    assert page.locator("#episode h3.turn").first.text_content() == "Turn 1"
    assert page.is_visible("#episode .k-question")
    assert page.is_visible("#episode .k-execution, #episode .k-answer")
    key = page.get_attribute("#episode", "data-key")
    link = page.url
    page.keyboard.press("j")
    page.wait_for_function(f"document.querySelector('#episode').dataset.key !== {key!r}")
    page.keyboard.press("Escape")
    assert not page.is_visible("#reader")
    page.goto("about:blank")
    watched.requests.clear()
    page.goto(link)
    page.wait_for_selector("#episode[data-key]")
    assert page.get_attribute("#episode", "data-key") == key


def test_hostile_texts_are_shown_and_do_nothing(watched, pages):
    page = watched.open(pages["hostile"])
    page.click("#list a >> nth=0")
    page.wait_for_selector("#episode .k-execution")
    shown = page.inner_text("#episode")
    assert "</script><script>window.harmed = 1</script>" in shown
    assert "\\x1b[2J\\u202e" in shown
    assert HOSTILE not in shown
    page.keyboard.press("j")
    page.wait_for_selector("#episode pre.error")
    assert page.evaluate("typeof window.harmed") == "undefined"
    assert page.locator("img").count() == 0


def test_nothing_but_the_pages_own_script_can_run_or_fetch(chromium, pages):
    """Even markup that got into the page by some mistake would be stopped by the policy."""
    harmed = Watched(chromium)
    page = harmed.open(pages["hostile"])
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML('beforeend',
              '<img src="http://127.0.0.1:9/" onerror="window.harmed = 1">');
            const script = document.createElement('script');
            script.textContent = 'window.harmed = 1';
            document.body.append(script);
        }"""
    )
    page.wait_for_function("document.images.length === 1 && document.images[0].complete")
    assert page.evaluate("typeof window.harmed") == "undefined"
    assert harmed.errors
    assert all("Content Security Policy" in error for error in harmed.errors)
    page.close()


def test_a_narrow_window_needs_no_sideways_scrolling(chromium, pages):
    phone = Watched(chromium, viewport={"width": 390, "height": 800}, color_scheme="dark")
    page = phone.open(pages["made_up"])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#list a >> nth=0")
    page.wait_for_selector("#episode .k-guidance")
    assert page.evaluate("document.querySelector('#reader').scrollWidth") <= 390
    assert phone.errors == []
    page.close()
