/** A loopback S3 that keeps versions, replicates as it is told, and can refuse any request. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { LOOPBACK } from "../../../operations/emulator/loopback";

export interface FakeVersion {
  readonly key: string;
  readonly id: string;
  readonly tags: string;
  status: string | undefined;
  /** A delete marker. */
  readonly isMarker?: true;
  readonly size?: number;
}

/** A multipart upload that is not complete. */
export interface FakeUpload {
  readonly bucket: string;
  readonly key: string;
  readonly id: string;
  readonly tags: string;
  /** Part number -> bytes. */
  readonly parts: Map<string, number>;
}

/** One request in the words of the API. */
export interface FakeCall {
  /** E.g. `HeadObject`. */
  readonly name: string;
  readonly bucket: string;
  readonly key: string;
  /** How many requests arrived so far, this one included. */
  readonly count: number;
  /** How many of the same name. */
  readonly ofName: number;
  readonly body: string;
  /** Of the URL, without the question mark. */
  readonly query: string;
  /** The Region that the request is signed for. */
  readonly region: string;
}

export interface FakeAnswer {
  readonly status: number;
  readonly code?: string;
  readonly body?: string | Buffer;
  readonly headers?: { readonly [name: string]: string };
}

export interface FakeS3Options {
  readonly account: string;
  /** Buckets of the account, with their Region. */
  readonly buckets: { readonly [name: string]: string };
  /** Answers in the place of the server; undefined leaves it to the server. */
  readonly intercept?: (call: FakeCall, server: FakeS3) => FakeAnswer | undefined;
  /** What S3 does with a version that was written: nothing unless it is told. */
  readonly replicate?: (version: FakeVersion, bucket: string, server: FakeS3) => void;
  /** What S3 does with a delete marker; a delete without a version id is a mistake where it is left out. */
  readonly replicateMarker?: (marker: FakeVersion, bucket: string, server: FakeS3) => void;
  /** Default retention of a bucket. */
  readonly retains?: readonly string[];
}

export interface FakeS3 {
  readonly endpoint: string;
  /** Bucket -> its versions. */
  readonly versions: Map<string, FakeVersion[]>;
  readonly calls: FakeCall[];
  /** Those that are not complete. */
  readonly uploads: FakeUpload[];
  /** Bucket -> its policy, where it has one. */
  readonly policies: Map<string, string>;
  /** Bucket -> `Enabled` or `Suspended`. */
  readonly versioning: Map<string, string>;
  /** Puts a copy with the same version id into a bucket. */
  readonly copyTo: (bucket: string, version: FakeVersion, changes?: Partial<FakeVersion>) => void;
  readonly total: () => number;
  readonly close: () => Promise<void>;
}

export async function startFakeS3(options: FakeS3Options): Promise<FakeS3> {
  const versions = new Map<string, FakeVersion[]>(Object.keys(options.buckets).map((name) => [name, []]));
  const calls: FakeCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(request, Buffer.concat(chunks).toString(), response));
  });
  const fake: FakeS3 = {
    endpoint: "",
    versions,
    calls,
    uploads: [],
    policies: new Map(),
    versioning: new Map(Object.keys(options.buckets).map((name) => [name, "Enabled"])),
    copyTo: (bucket, version, changes = {}) => {
      versions.get(bucket)?.push({ ...version, status: "REPLICA", ...changes });
    },
    total: () => [...versions.values()].reduce((sum, list) => sum + list.length, 0),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", `http://${LOOPBACK}`);
    const [bucket = "", ...rest] = decodeURIComponent(url.pathname).slice(1).split("/");
    const key = rest.join("/");
    const target = request.headers["x-amz-target"];
    const name =
      typeof target === "string"
        ? target.replace(/^.*\./, "")
        : nameOf(request.method ?? "GET", bucket, key, url.searchParams, body);
    const ofName = calls.filter((call) => call.name === name).length + 1;
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const call: FakeCall = {
      ...{ name, bucket, key, ofName, body, region },
      count: calls.length + 1,
      query: url.search.slice(1),
    };
    calls.push(call);
    const given = options.intercept?.(call, fake) ?? reply(call, url.searchParams, request);
    const isHead = request.method === "HEAD";
    const error = given.code === undefined ? "" : errorBody(given.code);
    // STS wraps its errors, S3 does not.
    const text =
      given.body ?? (bucket === "" && error !== "" ? `<ErrorResponse>${error}</ErrorResponse>` : error);
    response.writeHead(given.status, { "content-type": "application/xml", ...given.headers });
    response.end(isHead ? undefined : text);
  }

  function reply(call: FakeCall, query: URLSearchParams, request: IncomingMessage): FakeAnswer {
    const { name, bucket, key } = call;
    if (name === "GetCallerIdentity") return { status: 200, body: identity(options.account) };
    if (name === "ListBuckets")
      return { status: 200, body: bucketList(options.buckets, query.get("prefix") ?? "") };
    const list = versions.get(bucket);
    if (list === undefined) return { status: 404, code: "NoSuchBucket" };
    const id = query.get("versionId");
    const found = list.filter((one) => one.key === key && (id === null || one.id === id)).at(-1);
    switch (name) {
      case "HeadBucket":
        return { status: 200, headers: { "x-amz-bucket-region": options.buckets[bucket] ?? "" } };
      case "GetBucketAcl":
        return { status: 200, body: acl(options.account) };
      case "GetObjectLockConfiguration":
        return options.retains?.includes(bucket) === true
          ? { status: 200, body: RETENTION }
          : { status: 404, code: "ObjectLockConfigurationNotFoundError" };
      case "GetBucketPolicy": {
        const policy = fake.policies.get(bucket);
        return policy === undefined
          ? { status: 404, code: "NoSuchBucketPolicy" }
          : { status: 200, body: policy };
      }
      case "PutBucketPolicy":
        fake.policies.set(bucket, call.body);
        return { status: 204 };
      case "DeleteBucketPolicy":
        fake.policies.delete(bucket);
        return { status: 204 };
      case "GetBucketVersioning":
        return { status: 200, body: versioningBody(fake.versioning.get(bucket) ?? "") };
      case "PutBucketVersioning":
        fake.versioning.set(bucket, /<Status>(\w+)</.exec(call.body)?.[1] ?? "");
        return { status: 200 };
      case "ListObjectVersions":
        return { status: 200, body: versionList(list, query.get("prefix") ?? "") };
      case "PutObject":
        return written(bucket, {
          key,
          id: randomUUID(),
          tags: String(request.headers["x-amz-tagging"] ?? ""),
          status: undefined,
        });
      case "HeadObject": {
        if (found === undefined || (found.isMarker === true && id === null)) return { status: 404 };
        const status = found.status !== undefined && { "x-amz-replication-status": found.status };
        if (found.isMarker === true) {
          return { status: 405, headers: { "x-amz-delete-marker": "true", ...status } };
        }
        return {
          status: 200,
          headers: {
            "x-amz-version-id": found.id,
            "x-amz-server-side-encryption": "AES256",
            ...status,
            ...(found.size !== undefined && { "content-length": String(found.size) }),
          },
        };
      }
      case "CreateMultipartUpload": {
        const tags = String(request.headers["x-amz-tagging"] ?? "");
        const upload: FakeUpload = { bucket, key, id: randomUUID(), tags, parts: new Map() };
        fake.uploads.push(upload);
        return {
          status: 200,
          body: `<InitiateMultipartUploadResult><UploadId>${upload.id}</UploadId></InitiateMultipartUploadResult>`,
        };
      }
      case "ListMultipartUploads":
        return { status: 200, body: uploadList(fake.uploads.filter((one) => one.bucket === bucket)) };
      case "UploadPart":
      case "CompleteMultipartUpload":
      case "AbortMultipartUpload":
        return ofUpload(call, query);
      case "GetObjectTagging":
        return found === undefined
          ? { status: 404, code: "NoSuchKey" }
          : { status: 200, body: tagging(new URLSearchParams(found.tags)) };
      case "GetObjectAcl":
        return found === undefined
          ? { status: 404, code: "NoSuchKey" }
          : { status: 200, body: acl(options.account) };
      case "DeleteObject":
        if (id === null) {
          if (options.replicateMarker === undefined) throw new Error(`no version id: ${bucket}/${key}`);
          const marker: FakeVersion = { key, id: randomUUID(), tags: "", status: undefined, isMarker: true };
          list.push(marker);
          options.replicateMarker(marker, bucket, fake);
          return { status: 204, headers: { "x-amz-version-id": marker.id, "x-amz-delete-marker": "true" } };
        }
        versions.set(
          bucket,
          list.filter((one) => one.key !== key || one.id !== id),
        );
        return { status: 204 };
      default:
        return { status: 501, code: "NotImplemented" };
    }
  }

  function written(bucket: string, version: FakeVersion): FakeAnswer {
    versions.get(bucket)?.push(version);
    options.replicate?.(version, bucket, fake);
    return { status: 200, headers: { "x-amz-version-id": version.id, etag: '"0"' } };
  }

  function ofUpload({ name, bucket, body }: FakeCall, query: URLSearchParams): FakeAnswer {
    const upload = fake.uploads.find(({ id }) => id === query.get("uploadId"));
    if (upload === undefined) return { status: 404, code: "NoSuchUpload" };
    if (name === "UploadPart") {
      upload.parts.set(query.get("partNumber") ?? "", body.length);
      return { status: 200, headers: { etag: '"1"' } };
    }
    fake.uploads.splice(fake.uploads.indexOf(upload), 1);
    if (name === "AbortMultipartUpload") return { status: 204 };
    const { key, tags, parts } = upload;
    const size = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);
    const answer = written(bucket, { key, id: randomUUID(), tags, status: undefined, size });
    return { ...answer, body: "<CompleteMultipartUploadResult/>" };
  }

  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return Object.assign(fake, { endpoint: `http://${LOOPBACK}:${address.port}` });
}

const OBJECT_READS = new Map([
  ["tagging", "GetObjectTagging"],
  ["acl", "GetObjectAcl"],
]);
const BUCKET_READS = new Map([
  ["acl", "GetBucketAcl"],
  ["object-lock", "GetObjectLockConfiguration"],
  ["versions", "ListObjectVersions"],
  ["notification", "GetBucketNotificationConfiguration"],
  ["inventory", "ListBucketInventoryConfigurations"],
  ["list-type", "ListObjectsV2"],
  ["policy", "GetBucketPolicy"],
  ["replication", "GetBucketReplication"],
  ["versioning", "GetBucketVersioning"],
  ["uploads", "ListMultipartUploads"],
]);
const BUCKET_WRITES = new Map([
  ["PUT policy", "PutBucketPolicy"],
  ["DELETE policy", "DeleteBucketPolicy"],
  ["PUT versioning", "PutBucketVersioning"],
]);

function nameOf(method: string, bucket: string, key: string, query: URLSearchParams, body: string): string {
  if (bucket === "")
    return method === "POST" ? (new URLSearchParams(body).get("Action") ?? "") : "ListBuckets";
  const reads = key === "" ? BUCKET_READS : OBJECT_READS;
  if (method === "GET") return [...reads].find(([name]) => query.has(name))?.[1] ?? "GetObject";
  if (method === "HEAD") return key === "" ? "HeadBucket" : "HeadObject";
  const write = key === "" ? [...query.keys()].map((name) => BUCKET_WRITES.get(`${method} ${name}`)) : [];
  const named = write.find((name) => name !== undefined);
  if (named !== undefined) return named;
  if (query.has("uploads")) return "CreateMultipartUpload";
  if (query.has("uploadId")) {
    return { PUT: "UploadPart", POST: "CompleteMultipartUpload" }[method] ?? "AbortMultipartUpload";
  }
  return method === "PUT" ? "PutObject" : "DeleteObject";
}

const RETENTION =
  "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule><DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days></DefaultRetention></Rule></ObjectLockConfiguration>";

function versioningBody(status: string): string {
  return `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;
}

export function errorBody(code: string): string {
  return `<Error><Code>${code}</Code><Message>said the fake server</Message></Error>`;
}

function identity(account: string): string {
  return `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/tester</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
}

function bucketList(buckets: FakeS3Options["buckets"], prefix: string): string {
  const found = Object.entries(buckets).filter(([name]) => name.startsWith(prefix));
  const xml = found.map(
    ([name, region]) => `<Bucket><Name>${name}</Name><BucketRegion>${region}</BucketRegion></Bucket>`,
  );
  return `<ListAllMyBucketsResult><Buckets>${xml.join("")}</Buckets></ListAllMyBucketsResult>`;
}

function acl(account: string): string {
  return `<AccessControlPolicy><Owner><ID>canonical-${account}</ID></Owner><AccessControlList/></AccessControlPolicy>`;
}

function versionList(list: readonly FakeVersion[], prefix: string): string {
  const xml = list
    .filter(({ key }) => key.startsWith(prefix))
    .map(({ key, id, isMarker }) => {
      const element = isMarker === true ? "DeleteMarker" : "Version";
      return `<${element}><Key>${key}</Key><VersionId>${id}</VersionId></${element}>`;
    });
  return `<ListVersionsResult>${xml.join("")}</ListVersionsResult>`;
}

function uploadList(uploads: readonly FakeUpload[]): string {
  const xml = uploads.map(({ key, id }) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`);
  return `<ListMultipartUploadsResult>${xml.join("")}</ListMultipartUploadsResult>`;
}

function tagging(tags: URLSearchParams): string {
  const xml = [...tags].map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`);
  return `<Tagging><TagSet>${xml.join("")}</TagSet></Tagging>`;
}
