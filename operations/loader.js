/**
 * Loads TypeScript: the project's own files by stripping their types, those of any other program as Pulumi does.
 *
 * What it makes of each file is cached by the file's content. `npm run typecheck` and CI check the types. Lines of own files keep
 * their numbers, so that stack traces need no source map.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const nodeModule = require("node:module");
const { tmpdir } = require("node:os");
const { join, sep } = require("node:path");
const { pathToFileURL } = require("node:url");
const { addHook } = require("pirates");
const { transpile } = require("./transpile");

const ROOT = join(__dirname, "..");
/** Strips types only: Node runs the rest of the language natively, which is faster than compiled code. */
const OPTIONS = {
  transforms: ["imports", "typescript"],
  disableESTransforms: true,
  preserveDynamicImport: true,
};
/** Files, of every version of each; then those of versions long gone are forgotten. */
const MOST_REMEMBERED = 2000;

/**
 * Lets `require` load `.ts` files.
 *
 * @param {string} purpose names the file of what is remembered; each kind of process has its own.
 */
function register(purpose) {
  const directory = cacheDirectory();
  // Node 22 remembers what it has compiled of the packages as well.
  nodeModule.enableCompileCache?.(join(directory, "compiled"));
  const file = join(directory, `${purpose}.json`);
  const stripper = stripperName();
  const remembered = readRemembered(file, stripper);
  const used = new Map();
  let isNew = false;
  const save = () => {
    const files = remembered.size < MOST_REMEMBERED ? new Map([...remembered, ...used]) : used;
    if (isNew) remember(directory, file, stripper, files);
    isNew = false;
  };
  const cached = (key, make) => {
    let made = remembered.get(key);
    if (made === undefined) {
      made = make();
      isNew = true;
    }
    used.set(key, made);
    return made;
  };
  // Newer versions of Node.js load `.ts` themselves, and refuse what has to be compiled, such as enums.
  delete nodeModule._extensions[".ts"];
  delete nodeModule._extensions[".cts"];
  addHook(
    (source, path) => {
      const key = createHash("sha1").update(source).digest("base64");
      return isOwn(path) ? cached(key, () => strip(source)) : transpile(source, path, "commonjs", cached);
    },
    { exts: [".ts", ".cts"] },
  );
  process.on("exit", save);
}

/** Whether a file is the project's own, or one of another program that is rehearsed. */
function isOwn(path) {
  return path.startsWith(ROOT + sep);
}

/** The project's own cache; where it is a package among others, that of the user's temporary files. */
function cacheDirectory() {
  const installed = ROOT.split(sep).includes("node_modules");
  return installed
    ? join(tmpdir(), `s3-replication-${process.getuid?.() ?? "cache"}`)
    : join(ROOT, "node_modules", ".cache", "s3-replication");
}

/** Another version, or other options, may strip differently. A package that is built has nothing to strip. */
function stripperName() {
  try {
    return `sucrase ${require("sucrase/package.json").version} ${JSON.stringify(OPTIONS)}`;
  } catch {
    return "none";
  }
}

function strip(source) {
  // Loaded only where something is not remembered.
  const { transform } = require("sucrase");
  return transform(source, OPTIONS).code;
}

function readRemembered(file, expected) {
  try {
    const { stripper, files } = JSON.parse(readFileSync(file, "utf8"));
    return new Map(stripper === expected ? files : []);
  } catch {
    return new Map();
  }
}

/** What cannot be written is stripped again next time. */
function remember(directory, file, stripper, files) {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify({ stripper, files: [...files] }));
    renameSync(unfinished, file);
  } catch {
    // A read-only folder is no reason to fail.
  }
}

let hooked = false;
let loads = 0;

/**
 * Loads an ES module, in TypeScript or JavaScript, anew at each call.
 *
 * @param {string} path of the file.
 * @returns {Promise<object>} what it exports.
 */
function importModule(path) {
  if (!hooked && /\.m?ts$/.test(path)) {
    nodeModule.register(pathToFileURL(join(__dirname, "moduleHooks.mjs")));
    hooked = true;
  }
  loads++;
  return import(`${pathToFileURL(path)}?rehearsal=${loads}`);
}

module.exports = { importModule, register };
