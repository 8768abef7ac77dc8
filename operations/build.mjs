/** Builds the package that others install into `dist`: JavaScript of components and command line, types of the components. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
/** Folders with sources. The pages are written in the repository only, and components/ is the package for other languages. */
const FOLDERS = ["aws", "components", "model", "operations", "policy-pack"];
const LEFT_OUT =
  /^(components[\\/](multi-language|node_modules)[\\/]|operations[\\/](docs[\\/]|build\.mjs|s3-replication\.js)|policy-pack[\\/]((dist|node_modules)[\\/]|index\.ts|build\.mjs))/;
/** JSON that the sources import. */
const IMPORTED = ["package.json", "policy-pack/package.json"];

const { options, errors } = configuration();
rmSync(dist, { recursive: true, force: true });
for (const file of FOLDERS.flatMap(filesIn).filter((path) => !LEFT_OUT.test(path))) {
  if (file.endsWith(".ts")) write(file.replace(/\.ts$/, ".js"), javaScriptOf(file));
  // Loaders, the emulator's launcher and its requirements.
  else if (/\.(js|mjs|py|txt)$/.test(file)) copy(file);
}
IMPORTED.forEach(copy);
const failed = [...errors, ...declarations()];
if (failed.length > 0) {
  console.error(ts.formatDiagnostics(failed, formatHost()));
  process.exitCode = 1;
}

function configuration() {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  return ts.parseJsonConfigFileContent({ ...config, include: ["components/index.ts"] }, ts.sys, root);
}

function filesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function javaScriptOf(file) {
  const source = readFileSync(join(root, file), "utf8");
  const compilerOptions = {
    ...options,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: undefined,
    noEmit: false,
  };
  return ts.transpileModule(source, { fileName: file, compilerOptions }).outputText;
}

/** Types of what others import. `npm run typecheck` checks them. */
function declarations() {
  const only = { noEmit: false, noCheck: true, outDir: dist, declaration: true, emitDeclarationOnly: true };
  const entry = join(root, "components", "index.ts");
  return ts.createProgram([entry], { ...options, types: ["node"], ...only }).emit().diagnostics;
}

function write(file, content) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  writeFileSync(join(dist, file), content);
}

function copy(file) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}

function formatHost() {
  return {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  };
}
