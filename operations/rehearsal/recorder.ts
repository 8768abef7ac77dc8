import type * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { awsOutputs, type CreationSite } from "./awsOutputs";
import type { PlannedResource } from "./plan";
import { holdsSecret, isProperties, type Properties, plainProperties, plainValue } from "./values";

/** The account that a provider without `allowedAccountIds` is taken to reach. */
export const ASSUMED_ACCOUNT_ID = "111122223333";

/** Resources between two pauses. */
const PAUSE_AFTER = 16;

/** Which run of the program the recorder plays the engine for. */
export type RunKind = "update" | "first preview";

interface ResourceResult {
  readonly id: string;
  readonly state: Properties;
}

/**
 * Plays the engine and AWS for one run of a program, and keeps every resource with all that the engine is told of it.
 */
export class Recorder extends MockMonitor {
  readonly #resources: PlannedResource[] = [];
  readonly #sites = new Map<string, CreationSite>();
  /** Outputs of the resource that is being registered: its answer need not be read back from the wire form. */
  readonly #states = new Map<string, Properties>();
  readonly #kind: RunKind;
  readonly #onResource: (resource: PlannedResource) => void;
  #outputs: Properties = {};

  /** @param onResource is told of each resource as it is registered. */
  constructor(kind: RunKind, onResource: (resource: PlannedResource) => void = () => undefined) {
    super({
      newResource: (args) => this.#create(args),
      call: ({ token, provider }) => this.#call(token, provider),
    });
    this.#kind = kind;
    this.#onResource = onResource;
  }

  /** Every resource so far, in the order of registration. */
  get planned(): readonly PlannedResource[] {
    return this.#resources;
  }

  /** The stack's outputs, once the program has ended. */
  get outputs(): Properties {
    return this.#outputs;
  }

  override async registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response: RegisterResourceResponse | undefined) => void,
  ): Promise<void> {
    // Nothing here waits for anything, so that without a pause whoever is told of a resource could not pass it on.
    if (this.#resources.length % PAUSE_AFTER === 0) await new Promise((resume) => setImmediate(resume));
    await super.registerResource(request, (error, response) => {
      if (response !== undefined) this.#record(request, response);
      callback(error, response);
    });
  }

  override registerResourceOutputs(
    request: Parameters<MockMonitor["registerResourceOutputs"]>[0],
    callback: Parameters<MockMonitor["registerResourceOutputs"]>[1],
  ): void {
    const outputs: unknown = request.getOutputs()?.toJavaScript();
    if (request.getUrn().includes("::pulumi:pulumi:Stack::") && isProperties(outputs)) {
      this.#outputs = plainProperties(outputs);
    }
    super.registerResourceOutputs(request, callback);
  }

  #create(args: pulumi.runtime.MockResourceArgs): ResourceResult {
    const { type, name, inputs, provider, custom } = args;
    const properties: Properties = isProperties(inputs) ? inputs : {};
    if (custom === false || type === "pulumi:pulumi:Stack") return { id: "", state: properties };
    if (type.startsWith("pulumi:providers:")) {
      this.#sites.set(name, siteOfProvider(plainProperties(properties)));
      return { id: `rehearsed-${name}`, state: properties };
    }
    if (this.#kind === "first preview") return { id: "", state: properties };
    const { id, outputs } = awsOutputs(type, `${type} ${name}`, properties, this.#siteOf(provider));
    this.#states.set(`${type} ${name}`, outputs);
    return { id, state: outputs };
  }

  #call(token: string, provider: string | undefined): Properties {
    const { accountId, region } = this.#siteOf(provider);
    if (token === "aws:index/getCallerIdentity:getCallerIdentity") {
      return { accountId, arn: `arn:aws:iam::${accountId}:root`, id: accountId, userId: accountId };
    }
    if (token === "aws:index/getRegion:getRegion") return { region, name: region, id: region };
    throw new Error(
      `${token}: expected a function that a rehearsal can answer; ask for a known value instead`,
    );
  }

  /** @param reference `<urn>::<id>` of a provider; empty for the default provider. */
  #siteOf(reference: string | undefined): CreationSite {
    const name = reference?.split("::").at(-2) ?? "";
    return this.#sites.get(name) ?? { accountId: ASSUMED_ACCOUNT_ID, region: "us-east-1" };
  }

  #record(request: RegisterResourceRequest, response: RegisterResourceResponse): void {
    const raw: unknown = request.getObject()?.toJavaScript();
    const inputs: Properties = isProperties(raw) ? raw : {};
    const plain = plainProperties(inputs);
    const resource: PlannedResource = {
      urn: response.getUrn(),
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      id: response.getId(),
      parent: request.getParent() === "" ? undefined : request.getParent(),
      provider: providerUrn(request.getProvider()),
      inputs: plain,
      outputs: { ...this.#states.get(`${request.getType()} ${request.getName()}`), ...plain },
      secretInputs: Object.keys(inputs).filter((name) => holdsSecret(inputs[name])),
      dependencies: request.getDependenciesList(),
      propertyDependencies: propertyDependencies(request),
      protect: request.getProtect() === true,
      retainOnDelete: request.getRetainondelete() === true,
    };
    this.#resources.push(resource);
    this.#onResource(resource);
  }
}

function providerUrn(reference: string): string | undefined {
  return reference === "" ? undefined : reference.slice(0, reference.lastIndexOf("::"));
}

function propertyDependencies(request: RegisterResourceRequest): {
  readonly [name: string]: readonly string[];
} {
  return Object.fromEntries(
    request
      .getPropertydependenciesMap()
      .getEntryList()
      .map(([name, urns]) => [name, propertyUrns(urns)])
      .filter(([, urns]) => urns !== undefined && urns.length > 0),
  );
}

function propertyUrns(urns: unknown): readonly string[] {
  return Array.isArray(urns) && Array.isArray(urns[0]) ? urns[0].map(String) : [];
}

function siteOfProvider(inputs: Properties): CreationSite {
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
