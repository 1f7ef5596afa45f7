"""Measures the report of a large made-up run in headless Chromium; see `make bench-report`.

First paint is the browser's own mark, from the start of navigation. An episode is opened by a
click; the time ends in the frame in which its blocks are drawn.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from codesteer.symbench.bench.report.making import make_report
from codesteer.symbench.bench.synthetic import synthesise

from .browser import CHROMIUM, Watched, browser

EPISODES = 11_100
OPENED = 25
LOADS = 5
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
OPEN = """async (at) => {
  const start = performance.now();
  document.querySelectorAll('#list a')[at].click();
  await new Promise((done) => {
    const seen = new MutationObserver(() => { seen.disconnect(); requestAnimationFrame(done); });
    seen.observe(document.querySelector('#episode'), { childList: true });
  });
  const took = performance.now() - start;
  const closed = new Promise((done) => {
    document.querySelector('#reader').addEventListener('close', done, { once: true });
  });
  document.querySelector('#reader').close();
  await closed;
  return took;
}"""
FILTER = """() => {
  const start = performance.now();
  const search = document.querySelector('#search');
  search.value = 'codesteer game_24';
  search.dispatchEvent(new Event('input', { bubbles: true }));
  return performance.now() - start;
}"""


def main():
    if not CHROMIUM:
        sys.exit("There is no chromium to measure in: apt-get install chromium.")
    with tempfile.TemporaryDirectory() as folder:
        run, page = Path(folder) / "run", Path(folder) / "report.html"
        synthesise(run, EPISODES)
        raw = (run / "samples.jsonl").stat().st_size
        start = time.perf_counter()
        made = make_report([run], page, paper=True)
        took = time.perf_counter() - start
        print(f"{made.episodes:,} made-up episodes, {raw / 1e6:.0f} MB of samples")
        print(f"report made in          {took:6.1f} s, {made.size / 1e6:.1f} MB")
        in_the_browser(page)


def in_the_browser(path):
    with browser() as running:
        paints, ready = [], []
        for _ in range(LOADS):
            watched = Watched(running)
            start = time.perf_counter()
            page = watched.open(path)
            ready.append(time.perf_counter() - start)
            paints.append(page.evaluate(PAINT) / 1000)
            page.close()
        watched = Watched(running)
        page = watched.open(path)
        for _ in range(20):
            page.click("#more")
        count = page.locator("#list a").count()
        opened = [page.evaluate(OPEN, at) / 1000 for at in range(0, count, count // OPENED)]
        filtered = page.evaluate(FILTER) / 1000
        said("first contentful paint", paints)
        said("list and filters ready", ready)
        said("an episode opens in", opened)
        said("a search takes", [filtered])
        print(f"console messages        {len(watched.errors):6}")
        print(f"network requests        {len(watched.fetched()):6}")


def said(what, seconds):
    print(f"{what:<22} p50 {statistics.median(seconds):.3f} s, worst {max(seconds):.3f} s")


if __name__ == "__main__":
    main()
