"""Runs the emulator with access checks: the product's launch.py, with AUTH on and the facts that ministack leaves out."""

import os
import runpy

HERE = os.path.dirname(os.path.abspath(__file__))
# Read when ministack is imported, so it is set before.
os.environ["AUTH"] = "true"

runpy.run_path(os.path.join(HERE, "request_facts.py"))["install"]()
runpy.run_path(os.path.join(HERE, "..", "..", "..", "operations", "emulator", "launch.py"), run_name="__main__")
