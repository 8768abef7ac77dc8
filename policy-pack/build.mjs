/** Bundles the policy pack with its model into `dist/index.js`; with `--check`, fails where that file is missing or stale. */
import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const folder = dirname(fileURLToPath(import.meta.url));
const built = join(folder, "dist", "index.js");

const bundle = await rolldown({
  cwd: folder,
  input: "index.ts",
  platform: "node",
  // The engine starts the pack with the SDK that is installed in its folder.
  external: [/^@pulumi\//],
});
// Zod is bundled, and its licence asks for this notice.
const notice = readFileSync(join(folder, "..", "node_modules", "zod", "LICENSE"), "utf8");
const { output } = await bundle.generate({ format: "cjs", comments: false, banner: `/*! zod: ${notice}*/` });
await bundle.close();
const [{ code }] = output;

if (!process.argv.includes("--check")) {
  await mkdir(dirname(built), { recursive: true });
  await writeFile(built, code);
} else if (codeOnDisk() !== code) {
  console.error(
    `policy-pack/dist/index.js: expected the build of policy-pack/index.ts, found ${codeOnDisk() === undefined ? "no file" : "an older build"}; run npm run pack:build`,
  );
  process.exitCode = 1;
}

function codeOnDisk() {
  try {
    return readFileSync(built, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}
