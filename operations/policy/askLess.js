/**
 * Has the SDK's server prepare less for each question. It makes a resource ready for every policy, most of which judge other types, and
 * all resources of a stack anew for each policy; here it asks those that judge the type, and makes a stack ready once.
 */
const { Server } = require("@grpc/grpc-js");
const server = require("@pulumi/policy/server");

function askLess() {
  const { serve } = server;
  server.serve = (name, version, level, pack, config) => {
    const { addService } = Server.prototype;
    Server.prototype.addService = function (service, calls) {
      Server.prototype.addService = addService;
      const asking = (make, policies) => make(name, version, level, policies);
      return addService.call(this, service, { ...calls, ...fewer(pack.policies ?? [], asking) });
    };
    serve(name, version, level, pack, config);
  };
}

/** The calls that judge, as the SDK makes them of policies. */
function fewer(policies, asking) {
  const byType = new Map();
  return {
    analyze: (call, answer) => {
      const type = call.request.getType();
      if (!byType.has(type)) {
        const judging = policies.filter(({ validateResource }) => validateResource?.judges?.(type) ?? true);
        byType.set(type, asking(server.makeAnalyzeRpcFun, judging));
      }
      byType.get(type)(call, answer);
    },
    analyzeStack: (call, answer) => {
      const analyzeStack = asking(server.makeAnalyzeStackRpcFun, withTheSameResources(policies));
      const resources = passedOnce(call.request.getResourcesList());
      analyzeStack({ ...call, request: { getResourcesList: () => resources } }, answer);
    },
  };
}

/** The policies, of which the first is given the resources and the others see what it was given. */
function withTheSameResources(policies) {
  let given;
  const sharing = (policy) => (args, report) => {
    given ??= args.resources;
    return policy.validateStack({ ...args, resources: given }, report);
  };
  return policies.map((policy) =>
    policy.validateStack === undefined ? policy : { ...policy, validateStack: sharing(policy) },
  );
}

/** The list, through which a loop passes once; the next loop finds nothing. */
function passedOnce(list) {
  let left = list;
  const passed = [...list];
  passed[Symbol.iterator] = () => {
    const now = left;
    left = [];
    return now[Symbol.iterator]();
  };
  return passed;
}

module.exports = { askLess };
