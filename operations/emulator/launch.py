"""Runs the emulator until its standard input closes.

The process that starts it holds the other end, which closes whenever that process ends; so the emulator never outlives it.
"""

import os
import sys
import threading


def end_with_standard_input():
    # Not sys.stdin: Python aborts at its end when a thread waits inside it.
    while os.read(0, 4096):
        pass
    os._exit(0)


threading.Thread(target=end_with_standard_input, daemon=True).start()

from ministack import app  # noqa: E402  (imported only once the thread runs)

# ministack runs start-up scripts that it finds in system folders; none of them belongs to this run.
app._collect_scripts = lambda *folders: []

# Replication travels over TLS, which a bucket's policy may demand; over plain HTTP the emulator would deny it.
from ministack.core import iam_evaluator  # noqa: E402

iam_evaluator.pin_request_origin("127.0.0.1", True)

sys.argv = ["ministack"]
app.main()
