/** Makes JavaScript of the TypeScript of any program, with its own compiler and its own tsconfig.json, as Pulumi does. */
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { dirname } = require("node:path");

/** Folder -> the compiler and its options there. */
const compilers = new Map();

/**
 * @param {string} source
 * @param {string} path of the file.
 * @param {"commonjs" | "module"} kind of module to make.
 * @param {(key: string, make: () => string) => string} cached gives what was made for a key earlier.
 * @returns {string} JavaScript, with a source map inside.
 */
function transpile(source, path, kind, cached = (_, make) => make()) {
  // Lines change, and errors have to name those of the program.
  process.setSourceMapsEnabled(true);
  const folder = dirname(path);
  let compiler = compilers.get(folder);
  if (compiler === undefined) {
    compiler = compilerOf(folder);
    compilers.set(folder, compiler);
  }
  const key = [compiler.version, compiler.settings, kind, path, source].join("\n");
  return cached(createHash("sha1").update(key).digest("base64"), () => compiler.make(source, path, kind));
}

function compilerOf(folder) {
  const file = compilerFile(folder);
  let ts;
  const load = () => {
    ts ??= require(file);
    return ts;
  };
  const config = nearestConfig(folder, load);
  return {
    version: file,
    settings: config.text,
    make: (source, path, kind) => {
      const { transpileModule, ModuleKind, ScriptTarget } = load();
      const options = config.options();
      const { outputText } = transpileModule(source, {
        fileName: path,
        compilerOptions: {
          esModuleInterop: true,
          target: ScriptTarget.ES2022,
          ...options,
          // What Node.js loads here is of this kind, whatever the program is built to.
          module: kind === "module" ? ModuleKind.ES2022 : ModuleKind.CommonJS,
          moduleResolution: undefined,
          verbatimModuleSyntax: kind === "module" ? options.verbatimModuleSyntax : undefined,
          isolatedModules: true,
          sourceMap: undefined,
          inlineSourceMap: true,
          inlineSources: true,
          declaration: undefined,
          declarationMap: undefined,
          composite: undefined,
          incremental: undefined,
          tsBuildInfoFile: undefined,
          noEmit: undefined,
          outDir: undefined,
          outFile: undefined,
          rootDir: undefined,
          removeComments: false,
        },
      });
      return outputText;
    },
  };
}

/** The program's compiler; else the one of this package. */
function compilerFile(folder) {
  for (const from of [`${folder}/`, __filename]) {
    try {
      return createRequire(from).resolve("typescript");
    } catch {
      // The next one.
    }
  }
  throw new Error(
    `${folder}: expected the package typescript, found none; npm install --save-dev typescript`,
  );
}

/** The nearest tsconfig.json. Reading it takes the compiler, so that its text alone is the key of what is cached. */
function nearestConfig(folder, load) {
  for (let directory = folder; ; directory = dirname(directory)) {
    const path = `${directory}/tsconfig.json`;
    const text = textOf(path);
    if (text !== undefined) {
      let options;
      return {
        text,
        options: () => {
          options ??= optionsOf(path, directory, load());
          return options;
        },
      };
    }
    if (dirname(directory) === directory) return { text: "", options: () => ({}) };
  }
}

function optionsOf(path, directory, { readConfigFile, parseJsonConfigFileContent, sys }) {
  const { config = {} } = readConfigFile(path, sys.readFile);
  // Its own list of files is not needed, and finding them takes time.
  return parseJsonConfigFileContent({ ...config, files: [], include: [] }, sys, directory).options;
}

function textOf(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

module.exports = { transpile };
