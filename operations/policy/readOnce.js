/**
 * Has the SDK read a resource once for all policies. It reads it anew for each of them, so that one cannot spoil it for the next; ours
 * only look at it, and see by the identity of its properties that it is the same.
 */
const {
  AnalyzeRequest,
  AnalyzerResource,
  AnalyzerResourceOptions,
} = require("@pulumi/pulumi/proto/analyzer_pb");
const deserialize = require("@pulumi/policy/deserialize");
const proxy = require("@pulumi/policy/proxy");

function readOnce() {
  deserialize.deserializeProperties = once(deserialize.deserializeProperties);
  proxy.unknownCheckingProxy = once(proxy.unknownCheckingProxy);
  const answersOf = once(answered);
  for (const { prototype } of [AnalyzeRequest, AnalyzerResource]) {
    const { getOptions } = prototype;
    prototype.getOptions = function () {
      return answersOf(getOptions.call(this));
    };
  }
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

const QUESTIONS = Object.keys(AnalyzerResourceOptions.prototype).filter((name) => name.startsWith("get"));

/** The options with their answers ready: each is a walk through a protocol buffer. */
function answered(options) {
  const ready = Object.create(options);
  for (const question of QUESTIONS) {
    const answer = options[question]();
    ready[question] = () => answer;
  }
  return ready;
}

module.exports = { readOnce };
