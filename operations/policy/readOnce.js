/**
 * Has the SDK read a resource once for all policies. It reads it anew for each of them, so that one cannot spoil it for the next; ours
 * only look at it, and see by the identity of its properties that it is the same.
 */
const deserialize = require("@pulumi/policy/deserialize");
const proxy = require("@pulumi/policy/proxy");

function readOnce() {
  deserialize.deserializeProperties = once(deserialize.deserializeProperties);
  proxy.unknownCheckingProxy = once(proxy.unknownCheckingProxy);
}

/** The function, asked once for each object; its second argument (secrets kept) is never set for what policies see. */
function once(make) {
  const known = new WeakMap();
  return (object, isSecretKept) => {
    if (isSecretKept === true) return make(object, isSecretKept);
    if (!known.has(object)) known.set(object, make(object, isSecretKept));
    return known.get(object);
  };
}

module.exports = { readOnce };
