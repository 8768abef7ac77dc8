/** Which part of the repository may import which: data flows one way, and each folder has one door. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { preProcessFile } from "typescript";

const ROOT = join(__dirname, "..");
const FOLDERS = ["aws", "bench", "components", "model", "operations", "policy-pack"];

/** What a file imports: files of ours by their path, packages by their name. */
interface Imports {
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

const files = ["index.ts", ...FOLDERS.flatMap(filesIn)];
const known = new Set(files);
const imports: ReadonlyMap<string, Imports> = new Map(files.map((file) => [file, importsOf(file)]));

function filesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => slashed(relative(ROOT, join(entry.parentPath, entry.name))))
    .filter((file) => !file.includes("node_modules"))
    .sort();
}

function namesIn(file: string): readonly string[] {
  const { importedFiles } = preProcessFile(readFileSync(join(ROOT, file), "utf8"));
  return importedFiles.map(({ fileName }) => fileName);
}

function importsOf(file: string): Imports {
  const names = namesIn(file);
  return {
    files: names.filter((name) => name.startsWith(".")).map((name) => resolved(file, name)),
    packages: names.filter((name) => !name.startsWith(".")),
  };
}

function resolved(file: string, name: string): string {
  const path = slashed(normalize(join(dirname(file), name)));
  return [`${path}.ts`, `${path}/index.ts`].find((each) => known.has(each)) ?? path;
}

/** Paths as imports write them, on Windows too. */
function slashed(path: string): string {
  return path.split(sep).join("/");
}

/** `importer -> imported` for each import of a file that the test does not want. */
function unwanted(
  importer: (file: string) => boolean,
  imported: (target: string) => boolean,
): readonly string[] {
  return files
    .filter(importer)
    .flatMap((file) =>
      [...(imports.get(file)?.files ?? []), ...(imports.get(file)?.packages ?? [])]
        .filter(imported)
        .map((target) => `${file} -> ${target}`),
    );
}

const within =
  (...folders: readonly string[]) =>
  (file: string) =>
    folders.some((folder) => file.startsWith(`${folder}/`));

/** Each cycle once, as the files on the way from its first one back to it. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const way: string[] = [];
  const cycles: string[] = [];
  const visit = (file: string) => {
    if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(" -> "));
    if (done.has(file) || way.includes(file)) return;
    way.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    way.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}

describe("the imports of the repository", () => {
  it("are found at all", () => {
    assert.deepEqual(
      [...new Set(files.map((file) => file.split("/")[0]))].sort(),
      [...FOLDERS, "index.ts"].sort(),
    );
    assert.ok(imports.get("model/judge.ts")?.files.includes("model/requirements/index.ts"));
    assert.ok(imports.get("components/site.ts")?.packages.includes("@pulumi/pulumi"));
    assert.deepEqual(
      cyclesIn(
        new Map([
          ["a", ["b", "c"]],
          ["b", ["c"]],
          ["c", ["b"]],
        ]),
      ),
      ["b -> c -> b"],
    );
  });

  it("have no cycle", () => {
    assert.deepEqual(cyclesIn(new Map(files.map((file) => [file, imports.get(file)?.files ?? []]))), []);
  });

  it("lead from the model neither to Pulumi and AWS nor to who uses it", () => {
    assert.deepEqual(
      unwanted(
        within("model"),
        (target) =>
          /^@(pulumi|aws-sdk)\//.test(target) ||
          within("bench", "components", "operations", "policy-pack", "tests")(target),
      ),
      [],
    );
  });

  it("lead from the components neither to the model nor to who judges them", () => {
    assert.deepEqual(
      unwanted(
        (file) => file === "index.ts" || within("components")(file),
        within("bench", "model", "operations", "policy-pack", "tests"),
      ),
      [],
    );
  });

  it("name components/index: the folder alone is the package for other languages, by its package.json", () => {
    const nameFolder = (file: string) => namesIn(file).some((name) => /(^|\/)components$/.test(name));
    assert.ok(namesIn("index.ts").includes("./components/index"));
    assert.deepEqual([...files, ...filesIn("tests")].filter(nameFolder), []);
  });

  it("lead from aws/ to nothing but aws/", () => {
    assert.deepEqual(
      unwanted(within("aws"), (target) => !within("aws")(target)),
      [],
    );
  });

  it("reach the model from outside by its door only", () => {
    assert.deepEqual(
      unwanted(
        (file) => !within("model")(file),
        (target) => within("model")(target) && target !== "model/index.ts",
      ),
      [],
    );
    assert.deepEqual(
      unwanted(within("model"), (target) => target === "model/index.ts"),
      [],
    );
  });

  it("lead in the model from each folder only to those before it", () => {
    const order = ["evaluation", "calls", "fixes", "requirements", "journeys"];
    const folderOf = (file: string) => /^model\/([^/]+)\//.exec(file)?.[1] ?? "";
    const allowed: { readonly [folder: string]: readonly string[] } = {
      ...Object.fromEntries(order.map((folder, place) => [folder, order.slice(0, place + 1)])),
      adapters: ["adapters", "evaluation"],
      backfill: ["backfill", "evaluation", "calls", "fixes", "requirements"],
      "principal-access": ["principal-access", "evaluation", "calls", "fixes"],
    };
    for (const [folder, others] of Object.entries(allowed)) {
      assert.deepEqual(
        unwanted(within(`model/${folder}`), (target) => {
          const other = folderOf(target);
          return other !== "" && !others.includes(other);
        }),
        [],
        folder,
      );
    }
    assert.deepEqual(
      [...new Set(filesIn("model").map(folderOf))].filter((folder) => folder !== "" && !(folder in allowed)),
      [],
    );
  });
});

describe("every file of the model", () => {
  it("says at its top what it is for", () => {
    assert.deepEqual(
      filesIn("model").filter((file) => !/^(\/\*\*|\/\/)/.test(readFileSync(join(ROOT, file), "utf8"))),
      [],
    );
  });
});
