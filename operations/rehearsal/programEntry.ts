/** Finds the file that starts a Pulumi program, as Pulumi's host for Node.js does. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../inputError";
import { readYaml } from "./stackFiles";
import { isProperties, type ResourceProperties } from "./values";

export interface ProgramEntry {
  /** The file to load. */
  readonly file: string;
  /** The working directory of the program. */
  readonly directory: string;
  /** Whether the file is an ES module. */
  readonly isModule: boolean;
}

const INDEX_FILES = ["index.js", "index.mjs", "index.cjs", "index.ts", "index.mts", "index.cts"];
const EXTENSIONS = ["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"];

/**
 * The entry of the program of a project: `main` of Pulumi.yaml, else `exports` or `main` of package.json, else an index file.
 *
 * @param project folder with Pulumi.yaml.
 * @throws InputError for a program in another language, and where there is no such file.
 * @see https://www.pulumi.com/docs/iac/concepts/projects/project-file/
 */
export function programEntry(project: string): ProgramEntry {
  const settings = readYaml(join(project, "Pulumi.yaml"), "change to the folder of a Pulumi project");
  requireNode(settings["runtime"]);
  const main = typeof settings["main"] === "string" ? resolve(project, settings["main"]) : project;
  const isFolder = existsSync(main) && statSync(main).isDirectory();
  const directory = isFolder ? main : dirname(main);
  const manifest = nearestManifest(directory);
  const file = isFolder ? fileIn(directory, manifest) : fileAt(main);
  if (file === undefined) {
    throw new InputError(
      `${main}: expected a program (index.ts or index.js, or what main in Pulumi.yaml names), found none; compile it if it is built, or correct main`,
    );
  }
  return { file, directory, isModule: isModule(file, manifest?.content["type"]) };
}

/** `runtime: nodejs`, or an object with its name. */
function requireNode(runtime: unknown): void {
  const name = isProperties(runtime) ? runtime["name"] : runtime;
  if (name === "nodejs" || name === undefined) return;
  throw new InputError(
    `Pulumi.yaml: expected runtime: nodejs, found ${String(name)}; programs in TypeScript and JavaScript can be rehearsed`,
  );
}

export interface Manifest {
  readonly directory: string;
  readonly content: ResourceProperties;
}

/** The nearest package.json, from a folder upwards. */
export function nearestManifest(from: string): Manifest | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const path = join(directory, "package.json");
    if (existsSync(path)) return { directory, content: contentOf(path) };
    if (dirname(directory) === directory) return undefined;
  }
}

function contentOf(path: string): ResourceProperties {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isProperties(content) ? content : {};
  } catch {
    throw new InputError(`${path}: expected json, found something else; correct the file`);
  }
}

/** As Pulumi does, an entry that is not there is passed over for the index file. */
export function fileIn(directory: string, manifest: Manifest | undefined): string | undefined {
  const named = manifest === undefined ? undefined : namedEntry(manifest.content);
  const entry = named === undefined ? undefined : fileAt(join(manifest?.directory ?? directory, named));
  return entry ?? INDEX_FILES.map((name) => join(directory, name)).find(isFile);
}

function namedEntry({ exports, main }: ResourceProperties): string | undefined {
  if (exports !== undefined) {
    const entry = isProperties(exports) ? exports["."] : exports;
    const chosen = isProperties(entry) ? (entry["default"] ?? entry["require"] ?? entry["import"]) : entry;
    return typeof chosen === "string" ? chosen : undefined;
  }
  return typeof main === "string" ? main : undefined;
}

function fileAt(path: string): string | undefined {
  const files = EXTENSIONS.map((extension) => `${path}${extension}`);
  return [...files, ...INDEX_FILES.map((name) => join(path, name))].find(isFile);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function isModule(file: string, type: unknown): boolean {
  if (/\.m[jt]s$/.test(file)) return true;
  return type === "module" && !/\.c[jt]s$/.test(file);
}

/** The folder of this package, with its sources. */
const PACKAGE = resolve(__dirname, "..", "..");

/** Whether a project is this package's own one, whose errors need no trace. */
export function isOwnProgram(project: string): boolean {
  return resolve(project) === PACKAGE;
}
