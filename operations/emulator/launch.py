"""Runs the emulator for as long as the process that started it holds our standard input open.

That input ends when the starter dies, however it dies; so the emulator never outlives it.
"""

import os
import sys
import threading


def end_with_our_starter():
    # Not sys.stdin: a thread that waits inside it makes Python abort when it ends for a reason of its own.
    while os.read(0, 4096):
        pass
    os._exit(0)


threading.Thread(target=end_with_our_starter, daemon=True).start()

from ministack import app  # noqa: E402  (imported only once we are watched)

# It would run start-up scripts that another emulator's container keeps in system folders: none of our business.
app._collect_scripts = lambda *folders: []

# Replication travels over TLS, which a bucket's policy may demand; over plain HTTP the emulator would deny it.
from ministack.core import iam_evaluator  # noqa: E402

iam_evaluator.pin_request_origin("127.0.0.1", True)

sys.argv = ["ministack"]
app.main()
