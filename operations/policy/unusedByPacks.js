/**
 * Spares a pack what Pulumi's SDK does for programs that send functions to the cloud: it loads the TypeScript compiler, and
 * starts a debugger to find functions by. A pack does neither; whoever asks for more of the compiler than its version still
 * gets it.
 */
const Module = require("node:module");

/** All that the SDK asks of the compiler before it loads a pack: `ts-node` would have been given these options. */
const ASKED_OF_COMPILER = {
  version: require("typescript/package.json").version,
  parseConfigFileTextToJson: () => ({ config: {} }),
};

function leaveOut() {
  const path = require.resolve("typescript");
  const standIn = new Module(path);
  standIn.filename = path;
  standIn.loaded = true;
  let compiler;
  standIn.exports = new Proxy(ASKED_OF_COMPILER, {
    get: (asked, name) => {
      if (name in asked) return asked[name];
      compiler ??= loadInstead(path);
      return compiler[name];
    },
  });
  require.cache[path] = standIn;
  require("@pulumi/pulumi/runtime/closure/v8Hooks").isInitializedAsync = async () => undefined;
}

function loadInstead(path) {
  delete require.cache[path];
  return require(path);
}

module.exports = { leaveOut };
