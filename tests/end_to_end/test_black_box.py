"""The program as a stranger meets it: on a screen of its own, driven with key strokes and clicks from outside."""

import configparser
import os
import shutil
import subprocess
import sys
import time

import pytest

NEEDED = ("Xvfb", "xdotool")
MISSING = [tool for tool in NEEDED if shutil.which(tool) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
LIMIT = 120


@pytest.fixture
def screen():
    """A screen without a monitor; its name for DISPLAY."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"],
        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    if not number:
        server.kill()
        pytest.skip("Xvfb does not start here")
    yield f":{number}"
    server.terminate()
    server.wait(20)


class Outside:
    """Types and clicks on a screen, and looks at its windows."""

    def __init__(self, display, program):
        self.environment = {**os.environ, "DISPLAY": display}
        self.program = program

    def do(self, *words):
        done = subprocess.run(["xdotool", *words], capture_output=True, text=True, env=self.environment, timeout=30,
                              check=False)
        return done.stdout.strip()

    def wait_for_title(self, words):
        """Id of the window once its title holds the words."""
        end = time.monotonic() + LIMIT
        while time.monotonic() < end:
            assert self.program.poll() is None, "the program ended"
            for found in self.do("search", "--onlyvisible", "--name", "Sinolens").split():
                if words in self.do("getwindowname", found):
                    return found
            time.sleep(0.2)
        raise AssertionError(f"no window says {words!r}")


def page_in(folder):
    settings = configparser.ConfigParser()
    settings.read(folder / "config" / "window.ini", encoding="utf-8")
    return settings.get("General", "page", fallback="")


def wait_for_page(folder, page):
    """Until the program has kept which page it shows; it writes a moment after."""
    end = time.monotonic() + LIMIT
    while page_in(folder) != page:
        assert time.monotonic() < end, (page_in(folder), page)
        time.sleep(0.2)


def test_the_sample_is_opened_and_the_program_driven_by_keys_and_mouse_alone(screen, tmp_path):
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb"}
    environment.pop("QT_SCALE_FACTOR", None)
    program = subprocess.Popen(
        [sys.executable, "-m", "sinolens", "--home", str(tmp_path), "--sample"], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        outside = Outside(screen, program)
        window = outside.wait_for_title("[SAMPLE]")
        outside.do("windowmove", "--sync", window, "0", "0")
        outside.do("windowfocus", "--sync", window)
        outside.do("key", "ctrl+2")
        wait_for_page(tmp_path, "charts")
        # The third entry of the rail, as it stands at the window's first size.
        outside.do("mousemove", "--window", window, "90", "228")
        outside.do("click", "1")
        wait_for_page(tmp_path, "holdings")
        outside.do("key", "ctrl+q")
        errors = program.communicate(timeout=LIMIT)[1]
        assert program.returncode == 0, errors
        assert "Traceback" not in errors
    finally:
        if program.poll() is None:
            program.kill()
            program.wait(20)
