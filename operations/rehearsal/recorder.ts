import * as pulumi from "@pulumi/pulumi";
import { type RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { awsOutputs, type CreationSite } from "./awsOutputs";
import type { PlannedResource } from "./plan";
import { holdsSecret, isMarked, isProperties, type Properties, plainProperties, plainValue } from "./values";

/** The account that a provider without `allowedAccountIds` is taken to reach. */
export const ASSUMED_ACCOUNT_ID = "111122223333";

const STACK = "pulumi:pulumi:Stack";

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
  readonly #kind: RunKind;
  readonly #onResource: (resource: PlannedResource) => void;
  #outputs: Properties = {};

  /** @param onResource is told of each resource as it is registered. */
  constructor(kind: RunKind, onResource: (resource: PlannedResource) => void = () => undefined) {
    super({
      newResource: ({ type, name }) => {
        throw new Error(
          `${type} ${name}: expected a resource that the program makes, found one that it reads; a rehearsal has no cloud to read from`,
        );
      },
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

  /** Answers by itself: the mocks' own way takes every property through the SDK's outputs and back. */
  override async registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response: RegisterResourceResponse | undefined) => void,
  ): Promise<void> {
    // Nothing here waits for anything, so that without a pause whoever is told of a resource could not pass it on.
    await new Promise((resume) => setImmediate(resume));
    const raw: unknown = request.getObject()?.toJavaScript();
    const sent: Properties = isProperties(raw) ? raw : {};
    const marked = isMarked(sent) ? sent : {};
    const inputs = marked === sent ? plainProperties(sent) : sent;
    const { id, state } = this.#create(request, inputs);
    const response = new RegisterResourceResponse();
    response.setUrn(urnOf(request));
    response.setId(id);
    // What the program sent goes back as it was, marks of secrets included.
    response.setObject(unsentStruct(marked === sent ? { ...state, ...sent } : state));
    this.#record(request, response, marked, inputs, state);
    callback(null, response);
  }

  override registerResourceOutputs(
    request: Parameters<MockMonitor["registerResourceOutputs"]>[0],
    callback: Parameters<MockMonitor["registerResourceOutputs"]>[1],
  ): void {
    const outputs: unknown = request.getOutputs()?.toJavaScript();
    if (request.getUrn().includes(`::${STACK}::`) && isProperties(outputs)) {
      this.#outputs = plainProperties(outputs);
    }
    callback(null, {});
  }

  #create(request: RegisterResourceRequest, inputs: Properties): ResourceResult {
    const [type, name] = [request.getType(), request.getName()];
    if (!request.getCustom() || type === STACK) return { id: "", state: inputs };
    if (type.startsWith("pulumi:providers:")) {
      this.#sites.set(urnOf(request), siteOfProvider(inputs));
      // The engine names a provider by its URN and its id, with these colons between them.
      return { id: `rehearsed-${name.replaceAll("::", "-")}`, state: inputs };
    }
    if (this.#kind === "first preview") return { id: "", state: inputs };
    const { id, outputs } = awsOutputs(type, `${type} ${name}`, inputs, this.#siteOf(request.getProvider()));
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
  #siteOf(reference = ""): CreationSite {
    const urn = providerUrn(reference) ?? "";
    return this.#sites.get(urn) ?? { accountId: ASSUMED_ACCOUNT_ID, region: "us-east-1" };
  }

  #record(
    request: RegisterResourceRequest,
    response: RegisterResourceResponse,
    marked: Properties,
    inputs: Properties,
    outputs: Properties,
  ): void {
    const resource: PlannedResource = {
      urn: response.getUrn(),
      type: request.getType(),
      name: request.getName(),
      custom: request.getCustom(),
      id: response.getId(),
      parent: request.getParent() === "" ? undefined : request.getParent(),
      provider: providerUrn(request.getProvider()),
      inputs,
      outputs,
      secretInputs: Object.keys(marked).filter((name) => holdsSecret(marked[name])),
      dependencies: request.getDependenciesList(),
      propertyDependencies: propertyDependencies(request),
      protect: request.getProtect() === true,
      retainOnDelete: request.getRetainondelete() === true,
    };
    this.#resources.push(resource);
    this.#onResource(resource);
  }
}

/** The SDK only reads the answer, so that it need not go through a protocol buffer and back. */
function unsentStruct(properties: Properties): Struct {
  return Object.assign(new Struct(), { toJavaScript: () => properties });
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
