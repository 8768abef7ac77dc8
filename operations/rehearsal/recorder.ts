/** Acts as the engine and AWS for a running program, and records what it registers. */
import type * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { InputError } from "../inputError";
import { answerToCall, answerToInvoke, answerToRead, answerToRegistration } from "./answersToProgram";
import { awsOutputs } from "./awsOutputs";
import type { CreationSite } from "./creation";
import type { PlannedResource } from "./plan";
import { Questions } from "./questions";
import { isProviderType, type Registration, registrationOf } from "./registration";
import { ASSUMED_SITE, ProviderSites, providerUrn, siteIn } from "./sites";
import { Transforms } from "./transforms";
import type { Unanswered } from "./unanswered";
import {
  holdsSecret,
  holdsUnknown,
  isMarked,
  isProperties,
  plainProperties,
  type ResourceProperties,
  UNKNOWN_VALUE,
  withWholeUnknowns,
} from "./values";

const STACK = "pulumi:pulumi:Stack";

/** Which run of the program the recorder plays the engine for. */
export type RunKind = "update" | "first preview";

/** What the recorder needs to know of the run. */
export interface RecorderContext {
  readonly project: string;
  readonly stack: string;
  readonly kind: RunKind;
  readonly questions?: Questions;
  /** Where the default provider creates resources. @default us-east-1 of the assumed account */
  readonly defaultSite?: CreationSite;
}

interface ResourceResult {
  readonly id: string;
  readonly state: ResourceProperties;
  /** Whether outputs that the state does not have are unknown, rather than unset. */
  readonly open?: boolean;
}

/**
 * Acts as the engine and AWS for one run of a program, and records every resource with everything that the program passes to the engine.
 */
export class Recorder extends MockMonitor {
  readonly #resources: PlannedResource[] = [];
  /** URN -> the outputs that a component, or the stack, has registered. */
  readonly #registered = new Map<string, ResourceProperties>();
  readonly #sites: ProviderSites;
  readonly #transforms = new Transforms();
  readonly #context: RecorderContext;
  readonly #questions: Questions;
  #refusal: Error | undefined;

  constructor(context: RecorderContext) {
    super({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
    this.#context = context;
    this.#questions = context.questions ?? new Questions();
    this.#sites = new ProviderSites(context.defaultSite ?? ASSUMED_SITE);
  }

  /** What the program asked and nothing could answer. */
  get unanswered(): readonly Unanswered[] {
    return this.#questions.unanswered;
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
      const urn = this.#urnOf(request);
      const tokens = request.getTransformsList().map((transform) => transform.getToken());
      const registration = await this.#transforms.run(registrationOf(request), urn, tokens);
      if (request.getRemote()) this.#questions.note("component of a plugin", registration.type, {});
      callback(null, this.#answer(urn, registration));
    } catch (error) {
      callback(error, undefined);
    }
  }

  /** Replaces the answer of the mocks, which cannot say that a result is not known. */
  override async invoke(
    request: Parameters<MockMonitor["invoke"]>[0],
    callback: Parameters<MockMonitor["invoke"]>[1],
  ): Promise<void> {
    const token: unknown = request.getTok();
    if (token === "pulumi:pulumi:getResource") return super.invoke(request, callback);
    const site = this.#sites.of(request.getProvider());
    callback(
      null,
      answerToInvoke(this.#questions.result(String(token), sentProperties(request.getArgs()), site)),
    );
  }

  /** A method of a resource. The mocks have none. */
  call(request: Parameters<MockMonitor["invoke"]>[0], callback: Parameters<MockMonitor["invoke"]>[1]): void {
    const site = this.#sites.of(request.getProvider());
    const { __self__: _, ...args } = sentProperties(request.getArgs());
    callback(null, answerToCall(this.#questions.result(String(request.getTok()), args, site)));
  }

  /** Replaces the answer of the mocks. A resource that the program reads is outside of the plan. */
  override async readResource(
    request: Parameters<MockMonitor["readResource"]>[0],
    callback: Parameters<MockMonitor["readResource"]>[1],
  ): Promise<void> {
    const type: unknown = request.getType();
    const properties = sentProperties(request.getProperties());
    const id = String(request.getId());
    const result = this.#questions.read(String(type), id, properties, this.#sites.of(request.getProvider()));
    callback(null, answerToRead(this.#urnOf(request), { ...properties, ...result.state }, result.complete));
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
    const { properties, parent, provider, importId: _, ...same } = registration;
    const marked = isMarked(properties) ? properties : {};
    const inputs = this.#known(marked === properties ? plainProperties(properties) : properties);
    const { id, state, open = false } = this.#create(urn, registration, inputs);
    this.#resources.push({
      ...same,
      urn,
      id,
      parent: parent === "" ? undefined : parent,
      provider: providerUrn(provider),
      inputs,
      // A component has the outputs that it registers.
      outputs: same.custom ? state : {},
      secretInputs: Object.keys(marked).filter((property) => holdsSecret(marked[property])),
    });
    // What the program sent goes back as it was, marks of secrets included.
    return answerToRegistration(urn, id, marked === properties ? { ...state, ...properties } : state, open);
  }

  #create(
    urn: string,
    { type, name, custom, provider, importId }: Registration,
    inputs: ResourceProperties,
  ): ResourceResult {
    if (!custom || type === STACK) return { id: "", state: inputs };
    if (isProviderType(type)) {
      this.#sites.add(urn, inputs);
      // The engine names a provider by its URN and its id, with these colons between them.
      return { id: `rehearsed-${name.replaceAll("::", "-")}`, state: inputs };
    }
    // What is imported exists before the first preview.
    if (this.#context.kind === "first preview" && importId === "") return { id: "", state: inputs };
    const site = { ...siteIn(inputs, this.#sites.of(provider)), importId };
    const { id, outputs, complete } = awsOutputs({ type, seed: `${type} ${name}`, name, inputs, site });
    const state = this.#known(outputs);
    return { id: id.includes(UNKNOWN_VALUE) ? "" : id, state, open: !complete || holdsUnknown(state) };
  }

  /** Text that a value without an answer has got into is not known as a whole. */
  #known(properties: ResourceProperties): ResourceProperties {
    if (this.unanswered.length === 0) return properties;
    const known = withWholeUnknowns(properties);
    return isProperties(known) ? known : properties;
  }

  /**
   * A resource's type follows those of its ancestors, of which the stack itself is none.
   *
   * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#urns
   */
  #urnOf(request: Named): string {
    const [, , ancestors = STACK] = request.getParent().split("::");
    const type = ancestors === STACK ? request.getType() : `${ancestors}$${request.getType()}`;
    const { project, stack } = this.#context;
    return `urn:pulumi:${stack}::${project}::${type}::${request.getName()}`;
  }
}

type Named = Pick<RegisterResourceRequest, "getParent" | "getType" | "getName">;

/** The properties of a request, without marks. */
function sentProperties(sent: { toJavaScript(): unknown } | undefined): ResourceProperties {
  const properties = sent?.toJavaScript();
  return isProperties(properties) ? plainProperties(properties) : {};
}
