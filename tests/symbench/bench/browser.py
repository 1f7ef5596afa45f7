"""A headless Chromium for tests and measurements: Debian's, by its path."""

import shutil
from contextlib import contextmanager
from pathlib import Path

__all__ = ["CHROMIUM", "Watched", "browser"]

CHROMIUM = shutil.which("chromium") or ""


class Watched:
    """A page that is watched for errors and for anything that it asks the network for."""

    def __init__(self, browser, **options):
        self.page = browser.new_page(**options)
        self.errors, self.requests = [], []
        self.page.on("console", lambda said: self.errors.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path: Path, fragment: str = ""):
        """Open a file and wait until its script has run."""
        url = path.resolve().as_uri()
        self.page.goto(url + fragment)
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page

    def fetched(self):
        """What was asked for beside the file itself."""
        return [url for url in self.requests if not url.startswith("file://")]


@contextmanager
def browser():
    """A browser; its sandbox needs rights that a container may not give."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield running
        finally:
            running.close()
