/** Speaks the engine's protocol (`pulumirpc.Analyzer`) to a policy pack. */
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/analyzer_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type AnalyzerResource, resourceMessages, structOf } from "./analyzerResource";
import type { EnforcementLevel } from "./packResult";

/** As much as the engine allows for one message, in bytes. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;

/** Config of one policy: its level, or values with or without a level. */
export type PolicyConfig = EnforcementLevel | { readonly [name: string]: unknown };

export interface PackConfig {
  readonly [policy: string]: PolicyConfig;
}

/** The calls of the protocol, one method each. */
export interface Analyzer {
  readonly pluginInfo: () => Promise<PluginInfo>;
  readonly info: () => Promise<messages.AnalyzerInfo>;
  /** @param levels the level of every policy, since a config without one means `advisory` in the protocol */
  readonly configure: (
    config: PackConfig,
    levels: ReadonlyMap<string, messages.EnforcementLevel>,
  ) => Promise<void>;
  readonly configureStack: (stack: StackDescription) => Promise<void>;
  readonly analyze: (resource: AnalyzerResource) => Promise<messages.AnalyzeResponse>;
  readonly analyzeStack: (resources: readonly AnalyzerResource[]) => Promise<messages.AnalyzeResponse>;
  readonly close: () => void;
}

export interface StackDescription {
  readonly project: string;
  readonly stack: string;
  readonly dryRun: boolean;
  readonly tags?: { readonly [name: string]: string };
}

/** @param port on this machine */
export function connect(port: number): Analyzer {
  const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
    // A proxy of the environment has no business with a process on this machine.
    "grpc.enable_http_proxy": 0,
    // Nobody watches the calls, and none is made again.
    "grpc.enable_channelz": 0,
    "grpc.enable_retries": 0,
  });
  const { analyzeRequest, analyzeStackRequest } = resourceMessages();
  return {
    pluginInfo: () => answer((done) => client.getPluginInfo(new Empty(), done)),
    info: () => answer((done) => client.getAnalyzerInfo(new Empty(), done)),
    configure: async (config, levels) => {
      await answer<Empty>((done) => client.configure(configureRequest(config, levels), done));
    },
    configureStack: async (stack) => {
      await answer<messages.AnalyzerStackConfigureResponse>((done) =>
        client.configureStack(configureStackRequest(stack), done),
      );
    },
    analyze: (resource) => answer((done) => client.analyze(analyzeRequest(resource), done)),
    analyzeStack: (resources) => answer((done) => client.analyzeStack(analyzeStackRequest(resources), done)),
    close: () => client.close(),
  };
}

function answer<T>(call: (done: (error: Error | null, response: T) => void) => void): Promise<T> {
  return new Promise((done, fail) =>
    call((error, response) => (error === null ? done(response) : fail(error))),
  );
}

function configureRequest(
  config: PackConfig,
  levels: ReadonlyMap<string, messages.EnforcementLevel>,
): messages.ConfigureAnalyzerRequest {
  const request = new messages.ConfigureAnalyzerRequest();
  const policies = request.getPolicyconfigMap();
  for (const [policy, chosen] of Object.entries(config)) {
    const { enforcementLevel, ...properties } =
      typeof chosen === "string" ? { enforcementLevel: chosen } : chosen;
    const level = LEVELS.find(([name]) => name === enforcementLevel)?.[1] ?? levels.get(policy);
    policies.set(
      policy,
      new messages.PolicyConfig()
        .setEnforcementlevel(level ?? messages.EnforcementLevel.ADVISORY)
        .setProperties(structOf(properties)),
    );
  }
  return request;
}

function configureStackRequest(stack: StackDescription): messages.AnalyzerStackConfigureRequest {
  const request = new messages.AnalyzerStackConfigureRequest()
    .setProject(stack.project)
    .setStack(stack.stack)
    .setDryRun(stack.dryRun);
  const tags = request.getTagsMap();
  for (const [name, value] of Object.entries(stack.tags ?? {})) tags.set(name, value);
  return request;
}

const LEVELS = [
  ["advisory", messages.EnforcementLevel.ADVISORY],
  ["mandatory", messages.EnforcementLevel.MANDATORY],
  ["remediate", messages.EnforcementLevel.REMEDIATE],
  ["disabled", messages.EnforcementLevel.DISABLED],
] as const;

export function levelName(level: messages.EnforcementLevel): EnforcementLevel {
  return LEVELS.find(([, value]) => value === level)?.[0] ?? "advisory";
}
