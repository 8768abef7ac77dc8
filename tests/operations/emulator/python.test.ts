import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PythonMissingError } from "../../../operations/emulator/errors";
import { findPython, type Python, pythonCommands } from "../../../operations/emulator/python";

const asking =
  (installed: { readonly [command: string]: readonly [number, number, boolean] }) =>
  async (command: string): Promise<Python | undefined> => {
    const found = installed[command];
    return found && { command, major: found[0], minor: found[1], makesEnvironments: found[2] };
  };

describe("finding Python", () => {
  it("takes python3 where it is new enough", async () => {
    const python = await findPython({}, asking({ python3: [3, 10, true], python: [3, 14, true] }));
    assert.equal(python.command, "python3");
  });

  it("passes over an old python3 for a newer one under another name", async () => {
    const python = await findPython({}, asking({ python3: [3, 9, true], "python3.12": [3, 12, true] }));
    assert.deepEqual([python.command, python.minor], ["python3.12", 12]);
  });

  it("asks only the command that PYTHON names", () => {
    assert.deepEqual(pythonCommands({ PYTHON: "/opt/python/bin/python3" }), ["/opt/python/bin/python3"]);
    assert.deepEqual(pythonCommands({ PYTHON: "" }, "linux").slice(0, 2), ["python3", "python"]);
  });

  it("asks the launcher first on Windows, where python3 may only open a store", () => {
    assert.deepEqual(pythonCommands({}, "win32"), ["py", "python", "python3"]);
  });

  it("says that there is no PATH where there is none, under either of its names", async () => {
    await assert.rejects(
      findPython({}, asking({})),
      /found no PATH to look for it; set PATH, or name Python/,
    );
    await assert.rejects(
      findPython({ Path: "C:\\" }, asking({}), "win32"),
      /found neither python3 nor python/,
    );
  });

  const cases = [
    {
      what: "none at all",
      env: { PATH: "/usr/bin" },
      installed: {},
      message:
        "the local AWS emulator needs Python 3.10 or newer, and found neither python3 nor python; install it or name it in PYTHON; the rehearsal works without it: leave out --emulator",
    },
    {
      what: "only an old one",
      env: {},
      installed: { python3: [3, 9, true] },
      message:
        "the local AWS emulator needs Python 3.10 or newer, and python3 is 3.9; install a newer one or name it in PYTHON; the rehearsal works without it: leave out --emulator",
    },
    {
      what: "only Python 2",
      env: {},
      installed: { python: [2, 7, false] },
      message:
        "the local AWS emulator needs Python 3.10 or newer, and python is 2.7; install a newer one or name it in PYTHON; the rehearsal works without it: leave out --emulator",
    },
    {
      what: "one without venv",
      env: {},
      installed: { python3: [3, 11, false] },
      message:
        "the local AWS emulator needs Python 3.10 or newer with its venv module, and python3 (3.11) has none (on Debian and Ubuntu: apt-get install python3-venv); the rehearsal works without it: leave out --emulator",
    },
    {
      what: "a PYTHON that does not run",
      env: { PYTHON: "pithon" },
      installed: { python3: [3, 12, true] },
      message:
        "the local AWS emulator needs Python 3.10 or newer, and PYTHON names pithon, which does not run; the rehearsal works without it: leave out --emulator",
    },
  ] as const;
  for (const { what, env, installed, message } of cases) {
    it(`says in one line what to do with ${what}`, async () => {
      await assert.rejects(findPython({ ...env }, asking({ ...installed })), (error) => {
        assert.ok(error instanceof PythonMissingError);
        assert.equal(error.message, message);
        return true;
      });
    });
  }

  describe("among real commands", () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "python-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));
    const command = (name: string, script: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    };

    it("reads what a Python says of itself", async () => {
      command("python3", "echo python 3 13 1");
      const python = await findPython({ PATH: folder });
      assert.deepEqual(python, { command: "python3", major: 3, minor: 13, makesEnvironments: true });
    });

    it("takes a command that fails or babbles for none", async () => {
      command("python3", "echo 'command not found' >&2; exit 127");
      command("python", "echo Python 3.13");
      await assert.rejects(findPython({ PATH: folder }), PythonMissingError);
    });

    it("finds the Python that these tests need", async () => {
      const python = await findPython(process.env);
      assert.ok(python.major === 3 && python.minor >= 10 && python.makesEnvironments);
    });
  });
});
