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

// The SDK reads the properties of every resource anew for every policy. Policies only look at them, so once is enough; and a
// policy sees that they are the same by their identity.
const deserialize = require("@pulumi/policy/deserialize");
const proxy = require("@pulumi/policy/proxy");

deserialize.deserializeProperties = remembered(deserialize.deserializeProperties);
proxy.unknownCheckingProxy = remembered(proxy.unknownCheckingProxy);

/** The function, asked once for each object; its second argument (secrets kept) is never set for what policies see. */
function remembered(make) {
  const known = new WeakMap();
  return (object, isSecretKept) => {
    if (isSecretKept === true) return make(object, isSecretKept);
    if (!known.has(object)) known.set(object, make(object, isSecretKept));
    return known.get(object);
  };
}

process.stdin.on("end", () => process.exit(0)).resume();
// A pack that fails while it loads must not be kept alive by this.
process.stdin.unref();
