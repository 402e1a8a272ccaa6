"""What a server loads in the background stands in nobody's way."""

import subprocess
import sys

TWO_AT_ONCE = """
import sys
from pathlib import Path
from threading import Event, Timer
from starlette.testclient import TestClient
from ceralyte.app.factory import create_app
from ceralyte.app.settings import Settings

begun, on = Event(), Event()

class Pause:
    def find_spec(self, name, path, target=None):
        if name == "ceralyte.report.blend":  # the first module that the package asks for
            begun.set()
            on.wait(60)

sys.meta_path.insert(0, Pause())
app = create_app(Settings(data=Path(sys.argv[1])))
with TestClient(app, base_url="http://127.0.0.1:8321", raise_server_exceptions=False) as page:
    assert begun.wait(60), "the server does not warm up"
    Timer(0.5, on.set).start()
    print(page.get("/api/literature/1c").status_code)
"""

ENDED_AT_ONCE = """
import sys
import threading
from pathlib import Path
from starlette.testclient import TestClient
from ceralyte.app.factory import create_app
from ceralyte.app.settings import Settings

def warming():
    return "warm-up" in [thread.name for thread in threading.enumerate()]

app = create_app(Settings(data=Path(sys.argv[1])), say=print)
with TestClient(app, base_url="http://127.0.0.1:8321"):
    print(warming())
print(warming())
"""


def test_the_first_request_may_come_while_the_server_warms_up(tmp_path):
    command = [sys.executable, "-c", TWO_AT_ONCE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("200\n", "")


def test_a_server_that_ends_while_it_warms_up_waits_for_that_and_says_so(tmp_path):
    command = [sys.executable, "-c", ENDED_AT_ONCE, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = "True\nceralyte ends once its compiled kernels are loaded: some seconds\nFalse\n"
    assert (done.stdout, done.stderr, done.returncode) == (told, "", 0)
