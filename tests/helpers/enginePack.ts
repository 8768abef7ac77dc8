/** Runs a policy pack as Pulumi's engine does: in a process of its own, asked over `pulumirpc.Analyzer`. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type {
  AnalyzerProvider,
  AnalyzerResource,
  Properties,
} from "../../operations/policy/analyzerResource";
import type { EnforcementLevel } from "../../operations/policy/packResult";

/** What the engine sends of one policy. */
export interface SentConfig {
  readonly level: EnforcementLevel;
  readonly config: Properties;
}

/** The calls of the protocol, one method each. */
export interface EnginePack {
  readonly pluginInfo: () => Promise<PluginInfo>;
  readonly info: () => Promise<messages.AnalyzerInfo>;
  readonly configure: (config: { readonly [policy: string]: SentConfig }) => Promise<Empty>;
  readonly configureStack: (tags: {
    readonly [name: string]: string;
  }) => Promise<messages.AnalyzerStackConfigureResponse>;
  readonly analyze: (resource: AnalyzerResource) => Promise<messages.AnalyzeResponse>;
  readonly remediate: (resource: AnalyzerResource) => Promise<messages.RemediateResponse>;
  readonly analyzeStack: (resources: readonly AnalyzerResource[]) => Promise<messages.AnalyzeResponse>;
  readonly stop: () => void;
}

/** @param directory the folder with `PulumiPolicy.yaml` */
export async function startEnginePack(directory: string): Promise<EnginePack> {
  const run = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  // The engine's address: a pack asks nothing of the engine.
  const child = spawn(process.execPath, [run, "127.0.0.1:0", "."], {
    cwd: directory,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const printed: unknown[] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  const port = Number(String(printed[0]));
  if (child.exitCode !== null) throw new Error(`${directory}: the pack ended with ${child.exitCode}`);
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.enable_http_proxy": 0,
  });
  return {
    pluginInfo: () => answer((done) => client.getPluginInfo(new Empty(), done)),
    info: () => answer((done) => client.getAnalyzerInfo(new Empty(), done)),
    configure: (config) => answer((done) => client.configure(configureRequest(config), done)),
    configureStack: (tags) => answer((done) => client.configureStack(configureStackRequest(tags), done)),
    analyze: (resource) => answer((done) => client.analyze(analyzeRequest(resource), done)),
    remediate: (resource) => answer((done) => client.remediate(analyzeRequest(resource), done)),
    analyzeStack: (resources) =>
      answer((done) =>
        client.analyzeStack(
          new messages.AnalyzeStackRequest().setResourcesList(resources.map(stackResource)),
          done,
        ),
      ),
    stop: () => {
      client.close();
      child.kill("SIGKILL");
    },
  };
}

function answer<T>(call: (done: (error: Error | null, response: T) => void) => void): Promise<T> {
  return new Promise((done, fail) =>
    call((error, response) => (error === null ? done(response) : fail(error))),
  );
}

const LEVELS = new Map<EnforcementLevel, messages.EnforcementLevel>([
  ["advisory", messages.EnforcementLevel.ADVISORY],
  ["mandatory", messages.EnforcementLevel.MANDATORY],
  ["remediate", messages.EnforcementLevel.REMEDIATE],
  ["disabled", messages.EnforcementLevel.DISABLED],
]);

export function levelName(level: messages.EnforcementLevel): EnforcementLevel {
  const found = [...LEVELS].find(([, value]) => value === level);
  if (found === undefined) throw new Error(`no level has the number ${level}`);
  return found[0];
}

function configureRequest(config: {
  readonly [policy: string]: SentConfig;
}): messages.ConfigureAnalyzerRequest {
  const request = new messages.ConfigureAnalyzerRequest();
  const policies = request.getPolicyconfigMap();
  for (const [policy, { level, config: values }] of Object.entries(config)) {
    const number = LEVELS.get(level) ?? messages.EnforcementLevel.ADVISORY;
    policies.set(
      policy,
      new messages.PolicyConfig().setEnforcementlevel(number).setProperties(structOf(values)),
    );
  }
  return request;
}

function configureStackRequest(tags: {
  readonly [name: string]: string;
}): messages.AnalyzerStackConfigureRequest {
  const request = new messages.AnalyzerStackConfigureRequest()
    .setProject("archive")
    .setStack("dev")
    .setDryRun(true);
  for (const [name, value] of Object.entries(tags)) request.getTagsMap().set(name, value);
  return request;
}

/** The engine judges a resource by its inputs, before it is created or updated. */
function analyzeRequest(resource: AnalyzerResource): messages.AnalyzeRequest {
  return new messages.AnalyzeRequest()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setProperties(structOf(resource.inputs ?? resource.properties))
    .setOptions(optionsOf(resource))
    .setProvider(resource.provider && providerOf(resource.provider));
}

function stackResource(resource: AnalyzerResource): messages.AnalyzerResource {
  const message = new messages.AnalyzerResource()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setProperties(structOf(resource.properties))
    .setOptions(optionsOf(resource))
    .setProvider(resource.provider && providerOf(resource.provider))
    .setParent(resource.parent ?? "")
    .setDependenciesList([...(resource.dependencies ?? [])]);
  const dependencies = message.getPropertydependenciesMap();
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {}))
    dependencies.set(property, new messages.AnalyzerPropertyDependencies().setUrnsList([...urns]));
  return message;
}

function providerOf({ type, urn, name, properties }: AnalyzerProvider): messages.AnalyzerProviderResource {
  return new messages.AnalyzerProviderResource()
    .setType(type)
    .setUrn(urn)
    .setName(name)
    .setProperties(structOf(properties));
}

function optionsOf({ options, parent }: AnalyzerResource): messages.AnalyzerResourceOptions {
  return new messages.AnalyzerResourceOptions().setProtect(options?.protect ?? false).setParent(parent ?? "");
}

/** What JSON cannot say is left out, as the engine does. */
function structOf(properties: Properties): Struct {
  const json: { [name: string]: JavaScriptValue } = JSON.parse(JSON.stringify(properties));
  return Struct.fromJavaScript(json);
}
