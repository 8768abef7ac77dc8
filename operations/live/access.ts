/** Who asks: credentials for each account, checked before anything else is asked. */
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { arnParts } from "../../aws/arns";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { type Budget, budgetOf } from "./budget";
import { type ClientSettings, type Clients, type Credentials, clientsOf } from "./clients";
import { type CredentialSource, isLoopback, type LiveSettings } from "./options";
import { MEND_SIGNATURE, type Refusal, refusalOf } from "./refusals";

/** Credentials of one account. */
export interface Caller {
  readonly account: string;
  /** Of the user or the role's session. */
  readonly arn: string;
  readonly partition: string;
  /** The Region to start from. */
  readonly region: string;
  readonly clients: Clients;
}

export interface LiveAccess {
  /** Whom the command started as. */
  readonly main: Caller;
  /** Every account's caller, the main one first. */
  readonly callers: readonly Caller[];
  /** The credentials that belong to the account; undefined where none were given. */
  readonly callerOf: (account: string) => Caller | undefined;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  /** The endpoint is on this machine, as that of an emulator is. */
  readonly isEmulator: boolean;
  readonly close: () => void;
}

const FALLBACK_REGION = "us-east-1";
const SESSION_NAME = "s3-replication";

/**
 * Gets the credentials of every account that the settings name, and checks that each belongs to its account.
 *
 * @throws InputError where credentials are missing, expired or of another account.
 */
export async function openAccess(
  settings: LiveSettings,
  { environment, signal }: Pick<Io, "environment" | "signal">,
): Promise<LiveAccess> {
  // The SDK warns about the Node.js that later versions need; the pinned version runs here.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  const { endpoint, profile, maxRequests } = settings;
  const budget = budgetOf(maxRequests);
  const closing: (() => void)[] = [];
  const open = (given: Partial<ClientSettings>): Clients => {
    const clients = clientsOf({ ...given, budget, ...(endpoint !== undefined && { endpoint }) });
    closing.push(clients.close);
    return clients;
  };
  const close = () => {
    for (const each of closing) each();
  };
  try {
    const own = ownCredentials(environment, profile);
    const region = settings.region ?? (await configuredRegion(environment, open(own)));
    const main = await identified(
      open(own),
      region,
      profile === undefined ? "" : `--profile ${profile}`,
      signal,
    );
    const others = await Promise.all(
      [...settings.accounts].map(([account, source]) => openOther(account, source, main, open, signal)),
    );
    const callers = [main, ...others];
    return {
      main,
      callers,
      callerOf: (account) =>
        others.find((caller) => caller.account === account) ??
        callers.find((caller) => caller.account === account),
      budget,
      signal,
      isEmulator: isLoopback(endpoint),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Keys in the environment go before everything else, unless a profile is chosen; the SDK finds the rest itself. */
function ownCredentials(
  environment: NodeJS.ProcessEnv,
  profile: string | undefined,
): Partial<ClientSettings> {
  if (profile !== undefined) return { profile };
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_PROFILE } = environment;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY || AWS_PROFILE) return {};
  return {
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    },
  };
}

async function configuredRegion(environment: NodeJS.ProcessEnv, clients: Clients): Promise<string> {
  const named = environment["AWS_REGION"] || environment["AWS_DEFAULT_REGION"];
  if (named) return named;
  try {
    return (await clients.configuredRegion()) ?? FALLBACK_REGION;
  } catch {
    return FALLBACK_REGION;
  }
}

async function identified(
  clients: Clients,
  region: string,
  option: string,
  signal: AbortSignal,
): Promise<Caller> {
  try {
    const identity = await clients
      .sts(region)
      .send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    const { Account: account = "", Arn: arn = "" } = identity;
    return { account, arn, partition: arnParts(arn)?.partition ?? "aws", region, clients };
  } catch (error) {
    throw signal.aborted ? error : badCredentials(option, refusalOf(error));
  }
}

async function openOther(
  account: string,
  source: CredentialSource,
  main: Caller,
  open: (given: Partial<ClientSettings>) => Clients,
  signal: AbortSignal,
): Promise<Caller> {
  const isProfile = "profile" in source;
  const option = isProfile ? `--profile ${account}=${source.profile}` : `--role ${account}=${source.roleArn}`;
  const given = isProfile ? { profile: source.profile } : { credentials: assuming(source.roleArn, main) };
  const caller = await identified(open(given), main.region, option, signal);
  if (caller.account === account) return caller;
  throw new InputError(
    `${option}: expected credentials of account ${account}, found those of ${caller.account}`,
  );
}

/** Asked for again by the SDK when they are about to expire. */
function assuming(roleArn: string, main: Caller): () => Promise<Credentials> {
  return async () => {
    const { Credentials: given } = await main.clients
      .sts(main.region)
      .send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: SESSION_NAME }));
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
      throw new InputError(`--role: expected credentials from AssumeRole of ${roleArn}, found none`);
    }
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      ...(Expiration !== undefined && { expiration: Expiration }),
    };
  };
}

function badCredentials(option: string, { kind, code, message }: Refusal): InputError {
  const where = option === "" ? "credentials" : option;
  const found =
    kind === "expired"
      ? "found none, or expired ones"
      : kind === "unanswered"
        ? "found no answer"
        : "found some that it refuses";
  const fix =
    kind === "unanswered"
      ? "check --endpoint and the network"
      : kind === "signature"
        ? MEND_SIGNATURE
        : "log in again (for example aws sso login), or choose others with --profile or the environment";
  return new InputError(
    `${where}: expected credentials that AWS accepts, ${found} (${code}: ${message}); ${fix}`,
  );
}
