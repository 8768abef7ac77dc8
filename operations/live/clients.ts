/** AWS SDK clients of one caller, one for each service and Region. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import { isObject } from "../../model";
import type { Budget } from "./budget";
import { isLoopback } from "./options";
import { REQUEST_SETTINGS } from "./requestSettings";

/** Temporary or lasting credentials. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface ClientSettings {
  /** @default - the SDK's own search */
  readonly credentials?: Credentials | (() => Promise<Credentials>);
  readonly profile?: string;
  readonly endpoint?: string;
  readonly budget: Budget;
}

export interface Clients {
  readonly s3: (region: string) => S3Client;
  readonly kms: (region: string) => KMSClient;
  readonly sqs: (region: string) => SQSClient;
  readonly cloudwatch: (region: string) => CloudWatchClient;
  readonly iam: (region: string) => IAMClient;
  readonly sts: (region: string) => STSClient;
  /** The Region that the environment or the profile names; undefined where neither does. */
  readonly configuredRegion: () => Promise<string | undefined>;
  /** Closes every connection. */
  readonly close: () => void;
}

interface Closable {
  readonly destroy: () => void;
}

export function clientsOf({ credentials, profile, endpoint, budget }: ClientSettings): Clients {
  const open: Closable[] = [];
  const settings = (region: string) => ({
    region,
    ...REQUEST_SETTINGS,
    ...(credentials !== undefined && { credentials }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
  });
  const counted = countedBy(budget);
  const throughTls = isLoopback(endpoint) && endpoint?.startsWith("http:") === true;
  const perRegion = <C extends Closable>(make: (region: string) => C): ((region: string) => C) => {
    const made = new Map<string, C>();
    return (region) => {
      const known = made.get(region);
      if (known !== undefined) return known;
      const client = make(region);
      made.set(region, client);
      open.push(client);
      return client;
    };
  };
  return {
    s3: perRegion((region) => {
      const client = new S3Client({
        ...settings(region),
        followRegionRedirects: true,
        forcePathStyle: endpoint !== undefined,
      });
      client.middlewareStack.add(counted, EACH_ATTEMPT);
      if (throughTls) client.middlewareStack.add(asBehindTls, BEFORE_SIGNING);
      return client;
    }),
    kms: perRegion((region) => {
      const client = new KMSClient(settings(region));
      client.middlewareStack.add(counted, EACH_ATTEMPT);
      return client;
    }),
    sqs: perRegion((region) => {
      const client = new SQSClient(settings(region));
      client.middlewareStack.add(counted, EACH_ATTEMPT);
      return client;
    }),
    cloudwatch: perRegion((region) => {
      const client = new CloudWatchClient(settings(region));
      client.middlewareStack.add(counted, EACH_ATTEMPT);
      return client;
    }),
    iam: perRegion((region) => {
      const client = new IAMClient(settings(region));
      client.middlewareStack.add(counted, EACH_ATTEMPT);
      return client;
    }),
    sts: perRegion((region) => {
      const client = new STSClient(settings(region));
      client.middlewareStack.add(counted, EACH_ATTEMPT);
      return client;
    }),
    configuredRegion: async () => {
      const client = new STSClient({ ...(profile !== undefined && { profile }) });
      open.push(client);
      return client.config.region();
    },
    close: () => {
      for (const client of open) client.destroy();
    },
  };
}

/** Behind the SDK's retries, so that each attempt counts. */
const EACH_ATTEMPT = { step: "finalizeRequest", name: "budget", priority: "low" } as const;
const BEFORE_SIGNING = { step: "build", name: "asBehindTls" } as const;

function countedBy(budget: Budget) {
  return <A, R>(next: (args: A) => Promise<R>) =>
    (args: A): Promise<R> => {
      budget.take();
      return next(args);
    };
}

/** What a proxy that ends TLS sends, so that policies that require TLS allow requests to an emulator on this machine. */
function asBehindTls<A extends { readonly request: unknown }, R>(next: (args: A) => Promise<R>) {
  return (args: A): Promise<R> => {
    const headers: unknown = isObject(args.request) ? args.request["headers"] : undefined;
    if (typeof headers === "object" && headers !== null) Reflect.set(headers, "x-forwarded-proto", "https");
    return next(args);
  };
}
