/** Acts as the engine and AWS for a running program, and records what it registers. */
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { accountRootArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { InputError } from "../inputError";
import { awsOutputs, type CreationSite } from "./awsOutputs";
import type { PlannedResource } from "./plan";
import { isProviderType, type Registration, registrationOf } from "./registration";
import { Transforms } from "./transforms";
import {
  holdsSecret,
  isMarked,
  isProperties,
  plainProperties,
  plainValue,
  type ResourceProperties,
} from "./values";

/** The account that a provider without `allowedAccountIds` is taken to reach. */
export const ASSUMED_ACCOUNT_ID = "111122223333";

const STACK = "pulumi:pulumi:Stack";

/** Which run of the program the recorder plays the engine for. */
export type RunKind = "update" | "first preview";

interface ResourceResult {
  readonly id: string;
  readonly state: ResourceProperties;
}

/**
 * Acts as the engine and AWS for one run of a program, and records every resource with everything that the program passes to the engine.
 */
export class Recorder extends MockMonitor {
  readonly #resources: PlannedResource[] = [];
  /** URN -> the outputs that a component, or the stack, has registered. */
  readonly #registered = new Map<string, ResourceProperties>();
  readonly #sites = new Map<string, CreationSite>();
  readonly #transforms = new Transforms();
  readonly #kind: RunKind;
  #refusal: Error | undefined;

  constructor(kind: RunKind) {
    super({
      newResource: ({ type, name }) => {
        throw new Error(
          `${type} ${name}: expected a resource that the program makes, found one that it reads; a rehearsal has no cloud to read from`,
        );
      },
      call: ({ token, provider }) => this.#call(token, provider),
    });
    this.#kind = kind;
  }

  /** Every resource so far, in the order of registration. */
  get planned(): readonly PlannedResource[] {
    return this.#resources.map((resource) => {
      const outputs = this.#registered.get(resource.urn);
      return outputs === undefined ? resource : { ...resource, outputs };
    });
  }

  /** What the program has done that cannot be rehearsed. */
  get refusal(): Error | undefined {
    return this.#refusal;
  }

  /** The stack's outputs, once the program has ended. */
  get outputs(): ResourceProperties {
    return this.planned.find(({ type }) => type === STACK)?.outputs ?? {};
  }

  /** Replaces the answer of the mocks, which leaves out parents, dependencies and options, and takes properties through outputs. */
  override async registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response: object | undefined) => void,
  ): Promise<void> {
    // An engine answers later, when the program has asked for all that it can ask for by then.
    await new Promise((resume) => setImmediate(resume));
    try {
      const urn = urnOf(request);
      const tokens = request.getTransformsList().map((transform) => transform.getToken());
      const registration = await this.#transforms.run(registrationOf(request), urn, tokens);
      callback(null, this.#answer(urn, registration));
    } catch (error) {
      callback(error, undefined);
    }
  }

  override registerResourceOutputs(
    request: Parameters<MockMonitor["registerResourceOutputs"]>[0],
    callback: Parameters<MockMonitor["registerResourceOutputs"]>[1],
  ): void {
    const outputs: unknown = request.getOutputs()?.toJavaScript();
    this.#registered.set(request.getUrn(), isProperties(outputs) ? plainProperties(outputs) : {});
    callback(null, {});
  }

  override recordTransformCallback(token: string, transform: pulumi.ResourceTransform): void {
    this.#transforms.add(token, transform);
  }

  override registerStackTransform(
    request: Parameters<MockMonitor["registerStackTransform"]>[0],
    callback: Parameters<MockMonitor["registerStackTransform"]>[1],
  ): void {
    this.#transforms.addToStack(request.getToken());
    callback(null, {});
  }

  override registerStackInvokeTransform(
    _request: Parameters<MockMonitor["registerStackInvokeTransform"]>[0],
    callback: Parameters<MockMonitor["registerStackInvokeTransform"]>[1],
  ): void {
    // The SDK drops the error of an answer.
    this.#refusal = new InputError(
      "registerInvokeTransform: expected transforms of resources only, found one of functions; a rehearsal answers functions itself, so leave it out while you rehearse",
    );
    callback(null, {});
  }

  #answer(urn: string, registration: Registration): object {
    const { properties } = registration;
    const marked = isMarked(properties) ? properties : {};
    const inputs = marked === properties ? plainProperties(properties) : properties;
    const { id, state } = this.#create(urn, registration, inputs);
    const {
      type,
      name,
      custom,
      parent,
      provider,
      dependencies,
      propertyDependencies,
      protect,
      retainOnDelete,
    } = registration;
    this.#resources.push({
      urn,
      type,
      name,
      custom,
      id,
      parent: parent === "" ? undefined : parent,
      provider: providerUrn(provider),
      inputs,
      // A component has the outputs that it registers.
      outputs: custom ? state : {},
      secretInputs: Object.keys(marked).filter((property) => holdsSecret(marked[property])),
      dependencies,
      propertyDependencies,
      protect,
      retainOnDelete,
    });
    // What the program sent goes back as it was, marks of secrets included.
    return answered(urn, id, marked === properties ? { ...state, ...properties } : state);
  }

  #create(
    urn: string,
    { type, name, custom, provider, importId }: Registration,
    inputs: ResourceProperties,
  ): ResourceResult {
    if (!custom || type === STACK) return { id: "", state: inputs };
    if (isProviderType(type)) {
      this.#sites.set(urn, siteOfProvider(inputs));
      // The engine names a provider by its URN and its id, with these colons between them.
      return { id: `rehearsed-${name.replaceAll("::", "-")}`, state: inputs };
    }
    // What is imported exists before the first preview.
    if (this.#kind === "first preview" && importId === "") return { id: "", state: inputs };
    const site = this.#siteOf(provider);
    const { id, outputs } = awsOutputs(type, `${type} ${name}`, inputs, { ...site, importId });
    return { id, state: outputs };
  }

  #call(token: string, provider: string | undefined): ResourceProperties {
    const { accountId, region } = this.#siteOf(provider);
    if (token === "aws:index/getCallerIdentity:getCallerIdentity") {
      const arn = accountRootArn(partitionOfRegion(region), accountId);
      return { accountId, arn, id: accountId, userId: accountId };
    }
    if (token === "aws:index/getRegion:getRegion") return { region, name: region, id: region };
    throw new Error(
      `${token}: expected a function that a rehearsal can answer; ask for a known value instead`,
    );
  }

  /** @param reference `<urn>::<id>` of a provider; empty for the default provider. */
  #siteOf(reference = ""): CreationSite {
    const urn = providerUrn(reference) ?? "";
    return this.#sites.get(urn) ?? { accountId: ASSUMED_ACCOUNT_ID, region: "us-east-1" };
  }
}

/** The SDK reads the answer by these methods, and needs no protocol buffer for it. */
function answered(urn: string, id: string, properties: ResourceProperties): object {
  return {
    getUrn: () => urn,
    getId: () => id,
    getObject: () => ({ toJavaScript: () => properties }),
    getPropertydependenciesMap: () => undefined,
    getResult: () => 0,
    getUnknown: () => false,
  };
}

/**
 * A resource's type follows those of its ancestors, of which the stack itself is none.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
 */
function urnOf(request: RegisterResourceRequest): string {
  const [, , ancestors = STACK] = request.getParent().split("::");
  const type = ancestors === STACK ? request.getType() : `${ancestors}$${request.getType()}`;
  return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${request.getName()}`;
}

function providerUrn(reference: string): string | undefined {
  return reference === "" ? undefined : reference.slice(0, reference.lastIndexOf("::"));
}

function siteOfProvider(inputs: ResourceProperties): CreationSite {
  const accounts = decoded(inputs["allowedAccountIds"]);
  const [accountId] = Array.isArray(accounts) ? accounts.map(String) : [];
  const region = plainValue(inputs["region"]);
  return {
    accountId: accountId ?? ASSUMED_ACCOUNT_ID,
    region: typeof region === "string" ? region : "us-east-1",
  };
}

/** Providers take their lists and objects as JSON text. */
function decoded(value: unknown): unknown {
  return typeof value === "string" ? JSON.parse(value) : value;
}
