/**
 * Loaded into the pack's process before anything else. It makes two differences to how the engine starts a pack:
 * types are only stripped, by the loader of the command line, which is many times as fast as ts-node (and
 * `npm run typecheck` has checked them); and the pack ends with the process that started it, however that ends.
 */
const Module = require("node:module");
const { registerTS } = require("sucrase/dist/register");
const tsNode = require("ts-node");

tsNode.register = () => registerTS();

// The compiler takes a fifth of the start to load, and only ts-node would have used it: its version is all that is asked for.
const compiler = new Module(require.resolve("typescript"));
compiler.exports = {
  version: require("typescript/package.json").version,
  parseConfigFileTextToJson: () => ({ config: {} }),
};
compiler.loaded = true;
require.cache[compiler.id] = compiler;

process.stdin.on("end", () => process.exit(0)).resume();
// A pack that fails while it loads must not be kept alive by this.
process.stdin.unref();
