/**
 * Loaded into the pack's process before anything else. It makes three differences to how the engine starts a pack:
 * types are only stripped, by the loader of the command line, which is many times as fast as ts-node (and
 * `npm run typecheck` has checked them); no stack traces are taken; and the pack ends with the process that started it,
 * however that ends.
 */
const tsNode = require("ts-node");

require("../loader").register("policy-pack");
tsNode.register = () => undefined;
// The SDK throws for every policy that a resource is nothing for.
require("../stackTraces").withoutStackTraces();

// The SDK reads the properties of every resource anew for every policy. Policies only look at them.
const deserialize = require("@pulumi/policy/deserialize");
const { deserializeProperties } = deserialize;
const read = new WeakMap();
deserialize.deserializeProperties = (properties, ...options) => {
  if (options.some((option) => option === true) || properties === undefined) {
    return deserializeProperties(properties, ...options);
  }
  const known = read.get(properties) ?? Object.freeze(deserializeProperties(properties, ...options));
  read.set(properties, known);
  return known;
};

process.stdin.on("end", () => process.exit(0)).resume();
// A pack that fails while it loads must not be kept alive by this.
process.stdin.unref();
