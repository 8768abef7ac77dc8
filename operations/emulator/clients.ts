/** AWS SDK clients against the emulator, one set per account and region. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { startingAccount } from "./account";
import { AwsRefusal, ServerError, WrongAccountError } from "./errors";
import { type AssumedRole, DEFAULT_PROVIDER, type ProviderSettings } from "./providers";
import { isRecord } from "./values";

/** One account and region, and the clients that reach it. */
export interface EmulatorSite {
  readonly account: string;
  readonly region: string;
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly iam: IAMClient;
  readonly cloudwatch: CloudWatchClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

/** Credentials of one account. */
export interface Credentials {
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Clients {
  /**
   * Credentials as the provider would get them, its roles assumed and its account checked.
   *
   * @throws {WrongAccountError} when they are of an account that the provider does not allow
   */
  readonly credentialsOf: (provider: ProviderSettings) => Promise<Credentials>;
  readonly site: (credentials: Credentials, region: string) => EmulatorSite;
  /** Clients with the credentials of an account's root. */
  readonly rootSite: (account: string, region: string) => EmulatorSite;
  /** Closes every connection. */
  readonly close: () => void;
}

/** The secret that the emulator knows for every account's root. */
const ROOT_SECRET = "test";
/** Where the provider names no region. */
export const FALLBACK_REGION = "us-east-1";

/** @param caller - account that the ambient credentials belong to */
export function createClients(endpoint: string, caller: string): Clients {
  const sites = new Map<string, EmulatorSite>();
  const closing: (() => void)[] = [];

  const settings = (credentials: Credentials, region: string) => ({
    endpoint,
    region,
    credentials,
    // The emulator answers at once; a retry would only hide that it has ended.
    maxAttempts: 1,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  });
  const site = (credentials: Credentials, region: string): EmulatorSite => {
    const key = `${credentials.accessKeyId}/${region}`;
    const known = sites.get(key);
    if (known !== undefined) return known;
    const given = settings(credentials, region);
    const made: EmulatorSite = {
      account: credentials.account,
      region,
      s3: new S3Client({ ...given, forcePathStyle: true }),
      kms: new KMSClient(given),
      iam: new IAMClient(given),
      cloudwatch: new CloudWatchClient(given),
      sns: new SNSClient(given),
      sqs: new SQSClient({ ...given, useQueueUrlAsEndpoint: false }),
    };
    made.s3.middlewareStack.add(refusals, FIRST);
    made.kms.middlewareStack.add(refusals, FIRST);
    made.iam.middlewareStack.add(refusals, FIRST);
    made.cloudwatch.middlewareStack.add(refusals, FIRST);
    made.sns.middlewareStack.add(refusals, FIRST);
    made.sqs.middlewareStack.add(refusals, FIRST);
    made.s3.middlewareStack.add(asBehindTls, BEFORE_SIGNING);
    made.kms.middlewareStack.add(asBehindTls, BEFORE_SIGNING);
    made.iam.middlewareStack.add(asBehindTls, BEFORE_SIGNING);
    made.sns.middlewareStack.add(asBehindTls, BEFORE_SIGNING);
    made.sqs.middlewareStack.add(asBehindTls, BEFORE_SIGNING);
    sites.set(key, made);
    closing.push(() => {
      const { s3, kms, iam, cloudwatch, sns, sqs } = made;
      for (const client of [s3, kms, iam, cloudwatch, sns, sqs]) client.destroy();
    });
    return made;
  };
  const withSts = async <T>(
    credentials: Credentials,
    region: string,
    use: (sts: STSClient) => Promise<T>,
  ) => {
    const sts = new STSClient(settings(credentials, region));
    sts.middlewareStack.add(refusals, FIRST);
    sts.middlewareStack.add(asBehindTls, BEFORE_SIGNING);
    try {
      return await use(sts);
    } finally {
      sts.destroy();
    }
  };

  const credentialsOf = async (provider: ProviderSettings): Promise<Credentials> => {
    const region = provider.region ?? FALLBACK_REGION;
    let credentials = rootCredentials(startingAccount(provider, caller));
    for (const role of provider.assumeRoles) {
      const from = credentials;
      credentials = await withSts(from, region, (sts) => assume(sts, role, provider.name));
    }
    const identity = await withSts(credentials, region, (sts) => sts.send(new GetCallerIdentityCommand({})));
    checkAccount(provider, identity.Account ?? credentials.account);
    return credentials;
  };

  return {
    credentialsOf,
    site,
    rootSite: (account, region) => site(rootCredentials(account), region),
    close: () => {
      for (const close of closing) close();
    },
  };
}

/** The emulator takes a 12-digit access key id for the account of that number. */
function rootCredentials(account: string): Credentials {
  return { account, accessKeyId: account, secretAccessKey: ROOT_SECRET };
}

async function assume(sts: STSClient, role: AssumedRole, provider: string): Promise<Credentials> {
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName ?? "rehearsal",
      ExternalId: role.externalId,
    }),
  );
  if (
    given?.AccessKeyId === undefined ||
    given.SecretAccessKey === undefined ||
    given.SessionToken === undefined
  ) {
    throw new ServerError(`provider ${provider}: AssumeRole of ${role.roleArn} gave no credentials`);
  }
  return {
    account: role.roleArn.split(":")[4] ?? "",
    accessKeyId: given.AccessKeyId,
    secretAccessKey: given.SecretAccessKey,
    sessionToken: given.SessionToken,
  };
}

/** As the AWS provider checks it, before it makes anything. */
function checkAccount(provider: ProviderSettings, account: string): void {
  const { name, allowedAccountIds: allowed, forbiddenAccountIds: forbidden } = provider;
  if (allowed.length > 0 && !allowed.includes(account)) {
    throw new WrongAccountError(
      `provider ${name}: expected credentials of account ${allowed.join(" or ")} (allowedAccountIds), found those of ${account}; assume a role of the allowed account or correct the setting`,
    );
  }
  if (forbidden.includes(account)) {
    throw new WrongAccountError(
      `provider ${name}: expected credentials of any account but ${forbidden.join(", ")} (forbiddenAccountIds), found those of ${account}`,
    );
  }
}

const FIRST = { step: "initialize", name: "refusals", priority: "high" } as const;

/** Middleware that makes a client's errors say which call was refused, in AWS's own words. */
function refusals<A, R>(next: (args: A) => Promise<R>, context: { readonly [key: string]: unknown }) {
  return async (args: A): Promise<R> => {
    try {
      return await next(args);
    } catch (error) {
      throw refusalOf(context["commandName"], error);
    }
  };
}

const BEFORE_SIGNING = { step: "build", name: "asBehindTls" } as const;

/** Middleware that sends what a proxy that ends TLS sends, so that policies that require TLS allow the request. */
function asBehindTls<A extends { readonly request: unknown }, R>(next: (args: A) => Promise<R>) {
  return (args: A): Promise<R> => {
    const headers: unknown = isRecord(args.request) ? args.request["headers"] : undefined;
    if (typeof headers === "object" && headers !== null) Reflect.set(headers, "x-forwarded-proto", "https");
    return next(args);
  };
}

function refusalOf(commandName: unknown, error: unknown): AwsRefusal {
  const call = String(commandName).replace(/Command$/, "");
  if (!(error instanceof Error)) return new AwsRefusal(call, "Unknown", String(error), undefined);
  const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
  const status =
    typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
      ? metadata.httpStatusCode
      : undefined;
  return new AwsRefusal(call, error.name, error.message, typeof status === "number" ? status : undefined);
}

/** The settings of a resource's provider. */
export function providerOf(
  providers: ReadonlyMap<string, ProviderSettings>,
  urn: string | undefined,
): ProviderSettings {
  return (urn === undefined ? undefined : providers.get(urn)) ?? DEFAULT_PROVIDER;
}
