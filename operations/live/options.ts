/** The options with which commands reach live accounts. */
import { isAccountId } from "../../aws/accounts";
import { accountOfArn, arnParts } from "../../aws/arns";
import { foundText } from "../foundText";
import { InputError } from "../inputError";

/** As the command line gives them. */
export interface LiveOptions {
  /** The Region to start from. @default - that of the environment or the profile, else us-east-1 */
  readonly region?: string;
  /** `name`, the profile to start from; `account=name`, that of another account. */
  readonly profile?: readonly string[];
  /** `account=arn`: a role to assume for another account. */
  readonly role?: readonly string[];
  /** URL of an emulator or of an endpoint of one's own. */
  readonly endpoint?: string;
  /** @default 2000 */
  readonly maxRequests?: string;
}

/** How to get the credentials of one account. */
export type CredentialSource = { readonly profile: string } | { readonly roleArn: string };

export interface LiveSettings {
  readonly region: string | undefined;
  readonly profile: string | undefined;
  /** Account id -> its credentials. */
  readonly accounts: ReadonlyMap<string, CredentialSource>;
  readonly endpoint: string | undefined;
  readonly maxRequests: number;
}

const DEFAULT_MAX_REQUESTS = 2000;

/** @throws InputError with everything that is wrong with the options. */
export function liveSettingsOf(options: LiveOptions): LiveSettings {
  const problems: string[] = [];
  const accounts = new Map<string, CredentialSource>();
  let own: string | undefined;
  const add = (option: string, account: string, source: CredentialSource) => {
    if (!isAccountId(account)) {
      problems.push(
        `${option}: expected the twelve digits of an account before "=", found ${foundText(account)}`,
      );
    } else if (accounts.has(account)) {
      problems.push(`${option}: expected one way to reach account ${account}, found two`);
    } else accounts.set(account, source);
  };
  for (const profile of options.profile ?? []) {
    const [account, name] = split(profile);
    if (name === undefined) {
      if (own !== undefined) problems.push(`--profile: expected one profile without an account, found two`);
      own = profile;
    } else if (name === "") problems.push(`--profile: expected account=name, found ${profile}`);
    else add("--profile", account, { profile: name });
  }
  for (const role of options.role ?? []) {
    const [account, roleArn] = split(role);
    const parts = arnParts(roleArn ?? "");
    if (roleArn === undefined || parts?.service !== "iam" || !parts.resource.startsWith("role/")) {
      problems.push(`--role: expected account=arn:aws:iam::account:role/name, found ${foundText(role)}`);
    } else if (accountOfArn(roleArn) !== account) {
      problems.push(`--role: expected a role of account ${account}, found ${roleArn}`);
    } else add("--role", account, { roleArn });
  }
  const maxRequests = wholeNumber("--max-requests", options.maxRequests, DEFAULT_MAX_REQUESTS, problems);
  if (options.endpoint !== undefined && !isUrl(options.endpoint)) {
    problems.push(
      `--endpoint: expected a URL such as http://127.0.0.1:4566, found ${foundText(options.endpoint)}`,
    );
  }
  if (options.region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(options.region)) {
    problems.push(`--region: expected a Region such as eu-west-1, found ${foundText(options.region)}`);
  }
  if (problems.length > 0) throw new InputError(problems.join("\n"));
  return { region: options.region, profile: own, accounts, endpoint: options.endpoint, maxRequests };
}

const MOST = 999_999_999;

/** A whole number above zero; adds to `problems` where the text is none, or one above `most`. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  fallback: number,
  problems: string[],
  most = MOST,
): number {
  if (text === undefined) return fallback;
  if (/^[1-9]\d{0,8}$/.test(text) && Number(text) <= most) return Number(text);
  problems.push(
    `${option}: expected a whole number from 1 to ${most}, found ${foundText(text)}; it is ${fallback} when left out`,
  );
  return fallback;
}

/** Whether the endpoint is on this machine, as that of an emulator is. */
export function isLoopback(endpoint: string | undefined): boolean {
  if (endpoint === undefined || !isUrl(endpoint)) return false;
  const { hostname } = new URL(endpoint);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}

function split(text: string): readonly [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
