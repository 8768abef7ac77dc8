/**
 * Loads the project's TypeScript files by stripping their types, and caches the result by the content of each file.
 *
 * `npm run typecheck` and CI check the types. Lines keep their numbers, so that stack traces need no source map.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const nodeModule = require("node:module");
const { join } = require("node:path");
const { addHook } = require("pirates");

const DIRECTORY = join(__dirname, "..", "node_modules", ".cache", "s3-replication");
/** Strips types only: Node runs the rest of the language natively, which is faster than compiled code. */
const OPTIONS = { transforms: ["imports", "typescript"], disableESTransforms: true };
/** Another version, or other options, may strip differently. */
const STRIPPER = `sucrase ${require("sucrase/package.json").version} ${JSON.stringify(OPTIONS)}`;
/** Files, of every version of each; then those of versions long gone are forgotten. */
const MOST_REMEMBERED = 2000;

/**
 * Lets `require` load `.ts` files.
 *
 * @param {string} purpose names the file of what is remembered; each kind of process has its own.
 */
function register(purpose) {
  // Node 22 remembers what it has compiled of the packages as well.
  nodeModule.enableCompileCache?.(join(DIRECTORY, "compiled"));
  const file = join(DIRECTORY, `${purpose}.json`);
  const remembered = readRemembered(file);
  const used = new Map();
  let isNew = false;
  const save = () => {
    if (isNew) remember(file, remembered.size < MOST_REMEMBERED ? new Map([...remembered, ...used]) : used);
    isNew = false;
  };
  addHook(
    (source) => {
      const key = createHash("sha1").update(source).digest("base64");
      let stripped = remembered.get(key);
      if (stripped === undefined) {
        stripped = strip(source);
        isNew = true;
      }
      used.set(key, stripped);
      return stripped;
    },
    { exts: [".ts"] },
  );
  process.on("exit", save);
}

function strip(source) {
  // Loaded only where something is not remembered.
  const { transform } = require("sucrase");
  return transform(source, OPTIONS).code;
}

function readRemembered(file) {
  try {
    const { stripper, files } = JSON.parse(readFileSync(file, "utf8"));
    return new Map(stripper === STRIPPER ? files : []);
  } catch {
    return new Map();
  }
}

/** What cannot be written is stripped again next time. */
function remember(file, files) {
  try {
    mkdirSync(DIRECTORY, { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify({ stripper: STRIPPER, files: [...files] }));
    renameSync(unfinished, file);
  } catch {
    // A read-only folder is no reason to fail.
  }
}

module.exports = { register };
