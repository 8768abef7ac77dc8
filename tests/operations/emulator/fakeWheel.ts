/** A tiny package named as the emulator is, in a folder that pip installs from without any registry. */

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Requirements } from "../../../operations/emulator/requirements";

const BUILD = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/ministack-0.0.1-py3-none-any.whl", "w") as wheel:
    wheel.writestr("ministack/__init__.py", "")
    wheel.writestr("ministack-0.0.1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: ministack\\nVersion: 0.0.1\\n")
    wheel.writestr("ministack-0.0.1.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("ministack-0.0.1.dist-info/RECORD", "")
`;

export function fakeRequirements(folder: string, wanted = "ministack==0.0.1"): Requirements {
  const wheels = join(folder, "wheels");
  mkdirSync(wheels, { recursive: true });
  execFileSync("python3", ["-c", BUILD, wheels]);
  const path = join(folder, "requirements.txt");
  writeFileSync(path, `--no-index\n--find-links ${wheels}\n${wanted}\n`);
  return { path, hash: "0123456789ab", count: 1, emulatorVersion: "0.0.1" };
}
