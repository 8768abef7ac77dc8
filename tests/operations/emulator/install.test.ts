import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InstallError, PythonMissingError } from "../../../operations/emulator/errors";
import { environmentPython, installEmulator } from "../../../operations/emulator/install";
import type { ProgressStep } from "../../../operations/emulator/progress";
import { type Requirements, readRequirements } from "../../../operations/emulator/requirements";
import { INSTALL_TIMEOUT_MS, installed } from "./emulator";
import { fakeRequirements } from "./fakeWheel";

/** Behaves as Python does for the installation's three questions, in no time. */
const QUICK_PYTHON = `#!/bin/sh
case "$*" in
  *importlib*) echo python 3 12 1 ;;
  *"-m venv "*) for last; do :; done; mkdir -p "$last/bin"; cp "$0" "$last/bin/python" ;;
  *"-m pip install"*)
    echo "Collecting ministack==0.0.1"
    sleep 0.2
    mkdir -p "$(dirname "$(dirname "$0")")/lib/python3.12/site-packages/ministack" ;;
esac
`;

describe("installing the emulator", function () {
  this.timeout(60_000);
  this.slow(10_000);
  let projectDirectory: string;
  let requirements: Requirements;
  let steps: ProgressStep[];
  let place: string;
  const progress = (step: ProgressStep) => void steps.push(step);
  const install = (env: NodeJS.ProcessEnv = { ...process.env, PYTHON: join(projectDirectory, "python3") }) =>
    installEmulator({ projectDirectory, requirements, progress, env });
  const isThere = () => existsSync(join(place, "lib", "python3.12", "site-packages", "ministack"));
  const entries = () => readdirSync(join(projectDirectory, ".emulator")).sort();

  beforeEach(() => {
    projectDirectory = mkdtempSync(join(tmpdir(), "install-"));
    requirements = fakeRequirements(projectDirectory);
    place = join(projectDirectory, ".emulator", requirements.hash);
    steps = [];
    writeFileSync(join(projectDirectory, "python3"), QUICK_PYTHON);
    chmodSync(join(projectDirectory, "python3"), 0o755);
  });
  afterEach(() => rmSync(projectDirectory, { recursive: true, force: true }));

  it("makes an environment of its own in the project, once", async () => {
    const installation = await install(process.env);
    assert.equal(installation.python, environmentPython(place));
    execFileSync(installation.python, ["-I", "-c", "import ministack"]);
    assert.deepEqual(steps, [
      { step: "fetching", done: 0, total: 1 },
      { step: "fetching", done: 1, total: 1 },
    ]);
    assert.deepEqual(entries(), [".gitignore", "0123456789ab"]);
    steps = [];
    assert.deepEqual(await install(process.env), installation);
    assert.deepEqual(steps, []);
  });

  const interruptions: { readonly [what: string]: () => void } = {
    "before its stamp was written": () => rmSync(join(place, "installed")),
    "with another Python's packages": () => {
      writeFileSync(join(place, "installed"), "3.13\n");
    },
    "and its Python was removed since": () => {
      rmSync(environmentPython(place));
      symlinkSync("/nonexistent/python3", environmentPython(place));
    },
  };
  for (const [what, interrupt] of Object.entries(interruptions)) {
    it(`does again what was left ${what}`, async () => {
      await install();
      interrupt();
      steps = [];
      const { python } = await install();
      assert.ok(isThere() && existsSync(python));
      assert.equal(steps.length, 2);
    });
  }

  it("removes what a killed installation left, and not what a running one is making", async () => {
    const dead = join(projectDirectory, ".emulator", "building-999999999-1");
    const alive = join(projectDirectory, ".emulator", `building-${process.ppid}-1`);
    mkdirSync(dead, { recursive: true });
    mkdirSync(alive, { recursive: true });
    await install();
    assert.ok(!existsSync(dead));
    assert.ok(existsSync(alive));
  });

  it("takes over the lock of a process that has died", async () => {
    mkdirSync(join(projectDirectory, ".emulator"));
    writeFileSync(join(projectDirectory, ".emulator", "install.lock"), "999999999\n");
    await install();
    assert.deepEqual(entries(), [".gitignore", "0123456789ab"]);
  });

  it("waits for another process that installs, says so, and can be told to stop waiting", async () => {
    mkdirSync(join(projectDirectory, ".emulator"));
    writeFileSync(join(projectDirectory, ".emulator", "install.lock"), `${process.ppid}\n`);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 500);
    await assert.rejects(
      installEmulator({ projectDirectory, requirements, progress, signal: controller.signal }),
      /abort/i,
    );
    assert.deepEqual(steps, [{ step: "waiting", why: "waiting for another installation" }]);
  });

  it("does the work once when it is asked for twice at a time", async () => {
    const [one, two] = await Promise.all([install(), install()]);
    assert.deepEqual(one, two);
    assert.equal(steps.filter((step) => step.step === "fetching" && step.done === 0).length, 1);
    assert.deepEqual(entries(), [".gitignore", "0123456789ab"]);
  });

  it("leaves nothing half done when a package cannot be had, and says which in one line", async () => {
    requirements = fakeRequirements(projectDirectory, "ministack==9.9.9");
    await assert.rejects(install(process.env), (error) => {
      assert.ok(error instanceof InstallError);
      assert.match(error.message, /^the local AWS emulator could not be installed: .*ministack==9\.9\.9/);
      assert.ok(!error.message.includes("\n"));
      return true;
    });
    assert.deepEqual(entries(), [".gitignore"]);
  });

  it("leaves nothing half done when it is told to end", async () => {
    const controller = new AbortController();
    const running = installEmulator({
      projectDirectory,
      requirements,
      signal: controller.signal,
      env: { ...process.env, PYTHON: join(projectDirectory, "python3") },
      progress: () => setTimeout(() => controller.abort(), 50),
    });
    await assert.rejects(running);
    assert.deepEqual(entries(), [".gitignore"]);
  });

  it("asks for nothing to be fetched when there is no Python", async () => {
    const env = { PATH: join(projectDirectory, "nothing") };
    await assert.rejects(
      installEmulator({ projectDirectory, requirements, progress, env }),
      PythonMissingError,
    );
    assert.deepEqual(steps, []);
  });

  it("says in one line that the project's folder cannot be written", async () => {
    const file = join(projectDirectory, "requirements.txt");
    await assert.rejects(
      installEmulator({ projectDirectory: file, requirements }),
      /^InstallError: the local AWS emulator could not be installed: ENOTDIR/,
    );
  });

  it("gives the words of a Python whose venv fails", async () => {
    const python = join(projectDirectory, "python3");
    writeFileSync(
      python,
      '#!/bin/sh\ncase "$*" in *venv*importlib*|*importlib*) echo python 3 12 1;; *) echo "Error: no room left"; exit 1;; esac\n',
    );
    chmodSync(python, 0o755);
    await assert.rejects(
      installEmulator({ projectDirectory, requirements, env: { PYTHON: python } }),
      /^InstallError: the local AWS emulator could not be installed: no room left/,
    );
    assert.deepEqual(entries(), [".gitignore"]);
  });
});

describe("the emulator's requirements", () => {
  it("pin every package to one version", () => {
    const { emulatorVersion, count, hash, path } = readRequirements();
    assert.equal(emulatorVersion, "1.5.33");
    assert.equal(count, 17);
    assert.match(hash, /^[0-9a-f]{12}$/);
    assert.ok(!/:\/\//.test(readFileSync(path, "utf8")));
  });

  it("are refused when one is loose", () => {
    const folder = mkdtempSync(join(tmpdir(), "requirements-"));
    try {
      const path = join(folder, "requirements.txt");
      writeFileSync(path, "ministack==1.5.33\nh11>=0.16\n");
      assert.throws(
        () => readRequirements(path),
        /expected every package as name==version, found h11>=0\.16/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("are what the installed emulator consists of", async function () {
    this.timeout(INSTALL_TIMEOUT_MS);
    const { python } = await installed();
    const list = execFileSync(python, ["-I", "-m", "pip", "freeze", "--disable-pip-version-check"], {
      encoding: "utf8",
    });
    const here = list
      .trim()
      .split("\n")
      .map((line) => line.toLowerCase());
    const pinned = readFileSync(readRequirements().path, "utf8")
      .split("\n")
      .filter((line) => /^[A-Za-z]/.test(line))
      .map((line) => line.toLowerCase());
    const wanted = pinned.filter((line) => !line.includes(";"));
    assert.deepEqual(
      wanted.filter((line) => !here.includes(line)),
      [],
    );
    const known = pinned.map((line) => line.split(";")[0]?.trim());
    assert.deepEqual(
      here.filter((line) => !known.includes(line)),
      [],
    );
  });
});
