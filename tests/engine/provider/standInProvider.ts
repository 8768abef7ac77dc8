/**
 * A stand-in for the AWS provider plugin, which no package registry carries: it speaks the engine's protocol and makes
 * resources in the emulator. What only the real provider decides (checks, defaults, normalisation, what replaces) it does
 * not know, so that no test may assert such things with it.
 */
import type { handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import {
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type CreateRequest,
  CreateResponse,
  type DeleteRequest,
  type DiffRequest,
  DiffResponse,
  type InvokeRequest,
  InvokeResponse,
  type ReadRequest,
  ReadResponse,
  type UpdateRequest,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  type Credentials,
  createClients,
  type EmulatorSite,
  FALLBACK_REGION,
} from "../../../operations/emulator/clients";
import type { ProviderSettings } from "../../../operations/emulator/providers";
import { readProviders } from "../../../operations/emulator/providers";
import { HANDLERS } from "../../../operations/emulator/resources/table";
import { DELETIONS, type Held, type Properties, UPDATES } from "./resourceChanges";
import { drifted, imported } from "./resourceReads";

/** How the engine writes a value that it does not know yet. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** What AWS computes, and a preview does not know. */
const COMPUTED: { readonly [type: string]: readonly string[] } = {
  "aws:s3/bucket:Bucket": ["arn", "region"],
  "aws:kms/key:Key": ["arn", "keyId"],
  "aws:kms/alias:Alias": ["arn"],
  "aws:iam/role:Role": ["arn", "uniqueId"],
  "aws:sns/topic:Topic": ["arn"],
  "aws:sns/topicSubscription:TopicSubscription": ["arn"],
  "aws:sqs/queue:Queue": ["arn", "url"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["arn"],
};
/** Inputs that no update can change. */
const IDENTITY = ["bucket", "name", "path", "role", "objectLockEnabled", "dashboardName"];

export function standInProvider(): UntypedServiceImplementation {
  const endpoint = process.env["STAND_IN_ENDPOINT"] ?? "";
  const caller = process.env["STAND_IN_ACCOUNT"] ?? "";
  const clients = createClients(endpoint, caller);
  let settings: ProviderSettings | undefined;
  let reached: Promise<Credentials> | undefined;

  /** A resource may name a region of its own. */
  const site = async ({ region: own }: Properties = {}): Promise<EmulatorSite> => {
    if (settings === undefined) throw new Error("the engine has not configured the provider");
    const { region = FALLBACK_REGION } = settings;
    reached ??= clients.credentialsOf(settings);
    return clients.site(await reached, typeof own === "string" ? own : region);
  };

  return {
    getPluginInfo: unary(async () => new PluginInfo().setVersion("7.48.0")),
    cancel: unary(async () => new Empty()),
    checkConfig: unary(async (request: CheckRequest) => new CheckResponse().setInputs(request.getNews())),
    diffConfig: unary(async (request: DiffRequest) =>
      diffOf(plain(request.getOlds()), plain(request.getNews()), []),
    ),
    configure: unary(async (request: ConfigureRequest) => {
      settings = settingsOf(plain(request.getArgs()));
      // The provider too refuses credentials of another account when it is configured.
      await site();
      return new ConfigureResponse().setAcceptsecrets(false).setSupportspreview(true);
    }),
    invoke: unary(async (request: InvokeRequest) => {
      if (!request.getTok().endsWith(":getCallerIdentity"))
        throw new Error(`the stand-in answers no ${request.getTok()}`);
      const { account } = await site();
      const identity = {
        accountId: account,
        arn: `arn:aws:iam::${account}:root`,
        id: account,
        userId: account,
      };
      return new InvokeResponse().setReturn(struct(identity));
    }),
    check: unary(async (request: CheckRequest) => new CheckResponse().setInputs(request.getNews())),
    diff: unary(async (request: DiffRequest) =>
      diffOf(plain(request.getOldInputs()), plain(request.getNews()), IDENTITY),
    ),
    create: unary(async (request: CreateRequest) => {
      const urn = request.getUrn();
      const type = typeOf(urn);
      const inputs = plain(request.getProperties());
      if (request.getPreview()) {
        const unknown = Object.fromEntries((COMPUTED[type] ?? []).map((output) => [output, UNKNOWN]));
        return new CreateResponse().setProperties(struct({ ...inputs, ...unknown }));
      }
      const computed = await made(await site(inputs), urn, inputs, settings);
      return new CreateResponse()
        .setId(computed["id"] ?? "")
        .setProperties(struct({ ...inputs, ...computed }));
    }),
    read: unary(async (request: ReadRequest) => {
      const [type, id] = [typeOf(request.getUrn()), request.getId()];
      const properties = plain(request.getProperties());
      if (Object.keys(properties).length === 0) {
        const found = await imported(await site(), type, id);
        if (found === undefined) return new ReadResponse();
        return new ReadResponse().setId(id).setProperties(struct(found)).setInputs(struct(found));
      }
      const inputs = plain(request.getInputs());
      const drift = await drifted(
        await site(inputs),
        type,
        { id, properties: { ...properties, ...inputs } },
        settings?.defaultTags ?? {},
      );
      return new ReadResponse()
        .setId(id)
        .setProperties(struct({ ...properties, ...drift }))
        .setInputs(struct({ ...inputs, ...drift }));
    }),
    update: unary(async (request: UpdateRequest) => {
      const olds = plain(request.getOlds());
      const news = plain(request.getNews());
      const properties = { ...olds, ...news };
      if (!request.getPreview()) {
        const urn = request.getUrn();
        const change = UPDATES[typeOf(urn)];
        if (change === undefined) await made(await site(news), urn, news, settings);
        else await change(await site(news), { id: request.getId(), properties });
      }
      return new UpdateResponse().setProperties(struct(properties));
    }),
    delete: unary(async (request: DeleteRequest) => {
      const change = DELETIONS[typeOf(request.getUrn())];
      if (change === undefined) throw new Error(`the stand-in deletes no ${typeOf(request.getUrn())}`);
      const held: Held = { id: request.getId(), properties: plain(request.getProperties()) };
      await change(await site(held.properties), held);
      return new Empty();
    }),
  };
}
/** A method of the protocol that answers with a message, or with the error that its work ends in. */
function unary<Request, Response>(
  answer: (request: Request) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    answer(request).then(
      (response) => callback(null, response),
      (error: unknown) =>
        callback({ code: 2, message: error instanceof Error ? error.message : String(error) }),
    );
  };
}

async function made(
  site: EmulatorSite,
  urn: string,
  inputs: Properties,
  settings: ProviderSettings | undefined,
) {
  const type = typeOf(urn);
  const handler = HANDLERS.get(type);
  if (handler === undefined) throw new Error(`the stand-in makes no ${type}`);
  return handler.create(inputs, {
    name: urn.slice(urn.lastIndexOf("::") + 2),
    type,
    site,
    planned: {},
    defaultTags: settings?.defaultTags ?? {},
    notEmulated: () => {},
  });
}

function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
}

function diffOf(olds: Properties, news: Properties, identity: readonly string[]): DiffResponse {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const diffs = [...names].filter(
    (name) => !name.startsWith("__") && JSON.stringify(olds[name]) !== JSON.stringify(news[name]),
  );
  return new DiffResponse()
    .setChanges(diffs.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
    .setDiffsList(diffs)
    .setReplacesList(diffs.filter((name) => identity.includes(name)))
    .setDeletebeforereplace(true);
}

function settingsOf(inputs: Properties): ProviderSettings {
  const urn = "urn:pulumi:stand-in::stand-in::pulumi:providers:aws::stand-in";
  const provider = {
    urn,
    type: "pulumi:providers:aws",
    name: "stand-in",
    custom: true,
    id: "stand-in",
    parent: undefined,
    provider: undefined,
    inputs,
    outputs: {},
    secretInputs: [],
    dependencies: [],
    propertyDependencies: {},
    protect: false,
    retainOnDelete: false,
  };
  const read = readProviders({ project: "", stack: "", resources: [provider], outputs: {} }).get(urn);
  if (read === undefined) throw new Error("the provider's settings cannot be read");
  return read;
}

function plain(properties: Struct | undefined): Properties {
  return properties === undefined ? {} : properties.toJavaScript();
}

function struct(properties: Properties): Struct {
  const copy: { [key: string]: JavaScriptValue } = JSON.parse(JSON.stringify(properties));
  return Struct.fromJavaScript(copy);
}
