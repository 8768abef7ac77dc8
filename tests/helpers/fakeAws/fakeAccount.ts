/** Answers the reads of one account: buckets with a rule, and roles. Everything is encrypted with SSE-S3. */
import type { FakeAnswer } from "./fakeBatch";

export interface FakeAccount {
  /** Name -> its settings; a bucket of another account is listed by none. */
  readonly buckets: { readonly [name: string]: FakeBucket };
  /** Name -> its ARN, trust and policy. */
  readonly roles: { readonly [name: string]: FakeRole };
  /** Actions of the API that are refused, e.g. `GetRole`. */
  readonly refused?: readonly string[];
}

export interface FakeBucket {
  readonly region: string;
  readonly versioning?: string;
  /** Of a bucket that has rules: the role's ARN and the destinations' names. */
  readonly replicates?: { readonly role: string; readonly to: readonly string[] };
  readonly isForeign?: true;
}

export interface FakeRole {
  readonly arn: string;
  readonly service: string;
  readonly statements: readonly object[];
}

/** @returns undefined for what is no read of these */
export function answerReads(
  account: FakeAccount,
  method: string,
  url: URL,
  body: string,
): FakeAnswer | undefined {
  if (method === "POST" && url.pathname === "/") return ofIam(account, new URLSearchParams(body));
  const [, name = "", key = ""] = decodeURIComponent(url.pathname).split("/");
  if (key !== "" || url.pathname.includes("/jobs")) return undefined;
  if (method === "GET" && name === "") return listed(account, url.searchParams.get("prefix") ?? "");
  const bucket = account.buckets[name];
  if (bucket === undefined) return { status: 404, code: "NoSuchBucket" };
  if (bucket.isForeign) return { status: 403, code: "AccessDenied" };
  if (method === "HEAD") return { status: 200 };
  const setting = [...url.searchParams.keys()].find((word) => word !== "x-id") ?? "";
  return method === "GET" ? ofBucket(bucket, setting) : undefined;
}

function ofBucket({ versioning = "Enabled", replicates }: FakeBucket, setting: string): FakeAnswer {
  switch (setting) {
    case "replication":
      return replicates === undefined
        ? { status: 404, code: "ReplicationConfigurationNotFoundError" }
        : { status: 200, body: configuration(replicates) };
    case "versioning":
      return {
        status: 200,
        body: `<VersioningConfiguration><Status>${versioning}</Status></VersioningConfiguration>`,
      };
    case "encryption":
      return {
        status: 200,
        body: "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>",
      };
    case "publicAccessBlock":
      return { status: 404, code: "NoSuchPublicAccessBlockConfiguration" };
    case "ownershipControls":
      return {
        status: 200,
        body: "<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule></OwnershipControls>",
      };
    case "policy":
      return { status: 404, code: "NoSuchBucketPolicy" };
    case "object-lock":
      return { status: 404, code: "ObjectLockConfigurationNotFoundError" };
    case "requestPayment":
      return {
        status: 200,
        body: "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>",
      };
    default:
      return { status: 501, code: "NotImplemented" };
  }
}

function configuration({ role, to }: NonNullable<FakeBucket["replicates"]>): string {
  const rules = to.map(
    (name, index) =>
      `<Rule><ID>to-${name}</ID><Priority>${index}</Priority><Status>Enabled</Status><Filter><Prefix></Prefix></Filter><DeleteMarkerReplication><Status>Disabled</Status></DeleteMarkerReplication><Destination><Bucket>arn:aws:s3:::${name}</Bucket></Destination></Rule>`,
  );
  return `<ReplicationConfiguration><Role>${role}</Role>${rules.join("")}</ReplicationConfiguration>`;
}

function listed({ buckets }: FakeAccount, prefix: string): FakeAnswer {
  const own = Object.entries(buckets).filter(
    ([name, { isForeign }]) => name.startsWith(prefix) && isForeign !== true,
  );
  const items = own.map(
    ([name, { region }]) => `<Bucket><Name>${name}</Name><BucketRegion>${region}</BucketRegion></Bucket>`,
  );
  return {
    status: 200,
    body: `<ListAllMyBucketsResult><Buckets>${items.join("")}</Buckets></ListAllMyBucketsResult>`,
  };
}

const IAM = 'xmlns="https://iam.amazonaws.com/doc/2010-05-08/"';

function ofIam({ roles, refused = [] }: FakeAccount, asked: URLSearchParams): FakeAnswer | undefined {
  const action = asked.get("Action") ?? "";
  if (action === "GetCallerIdentity") return undefined;
  if (refused.includes(action)) return { status: 403, code: "AccessDenied" };
  const role = roles[asked.get("RoleName") ?? ""];
  if (role === undefined) return { status: 404, code: "NoSuchEntity" };
  const name = asked.get("RoleName");
  const answer = (inner: string) => ({
    status: 200,
    body: `<${action}Response ${IAM}><${action}Result>${inner}</${action}Result></${action}Response>`,
  });
  const document = (statements: readonly object[]) =>
    encodeURIComponent(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  switch (action) {
    case "GetRole": {
      const trust = [{ Effect: "Allow", Principal: { Service: role.service }, Action: "sts:AssumeRole" }];
      return answer(
        `<Role><Path>/</Path><RoleName>${name}</RoleName><RoleId>AROA</RoleId><Arn>${role.arn}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>${document(trust)}</AssumeRolePolicyDocument></Role>`,
      );
    }
    case "ListRolePolicies":
      return answer("<IsTruncated>false</IsTruncated><PolicyNames><member>job</member></PolicyNames>");
    case "GetRolePolicy":
      return answer(
        `<RoleName>${name}</RoleName><PolicyName>job</PolicyName><PolicyDocument>${document(role.statements)}</PolicyDocument>`,
      );
    case "ListAttachedRolePolicies":
      return answer("<IsTruncated>false</IsTruncated><AttachedPolicies></AttachedPolicies>");
    default:
      return { status: 501, code: "NotImplemented" };
  }
}
