/** Looks into the emulator, past the engine. */
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DescribeKeyCommand,
  ListKeysCommand,
} from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { createClients } from "../../operations/emulator/clients";
import type { EmulatorServer } from "../../operations/emulator/server";

export function inAws(emulator: EmulatorServer, account: string) {
  const clients = createClients(emulator.endpoint, account);
  const at = (region: string) => clients.rootSite(account, region);
  const { s3 } = at("eu-west-1");
  /** S3 answers for a bucket in the bucket's region only. */
  const s3Of = async (Bucket: string) => {
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket }));
    return at(LocationConstraint ?? "us-east-1").s3;
  };
  return {
    buckets: async () =>
      ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name).sort(),
    /** Of the keys that encrypt data, or messages of alarms. */
    keyStates: async (region: string, use: "data" | "alarms" = "data") => {
      const { kms } = at(region);
      const { Keys = [] } = await kms.send(new ListKeysCommand({}));
      const held = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
      const isOfAlarms = (description = "") => description.startsWith("encrypts messages of alarms");
      return held
        .filter(({ KeyMetadata }) => isOfAlarms(KeyMetadata?.Description) === (use === "alarms"))
        .map(({ KeyMetadata }) => KeyMetadata?.KeyState)
        .sort();
    },
    /** The id of the key that an alias leads to. */
    keyOf: async (region: string, alias: string) =>
      (await at(region).kms.send(new DescribeKeyCommand({ KeyId: alias }))).KeyMetadata?.KeyId,
    /** Makes a versioned bucket as a team without Pulumi would have, and a key with an alias; gives the id of the key. */
    makeBucket: async (region: "eu-west-1", Bucket: string, AliasName: string) => {
      const { kms, s3: own } = at(region);
      const TargetKeyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? "";
      await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
      const CreateBucketConfiguration = { LocationConstraint: region };
      await own.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
      const VersioningConfiguration = { Status: "Enabled" } as const;
      await own.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      return TargetKeyId;
    },
    put: async (Bucket: string, Key: string) =>
      (await s3Of(Bucket)).send(new PutObjectCommand({ Bucket, Key, Body: "kept" })),
    versions: async (Bucket: string) =>
      ((await (await s3Of(Bucket)).send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? []).map(
        ({ Key }) => Key,
      ),
    versioning: async (Bucket: string) =>
      (await (await s3Of(Bucket)).send(new GetBucketVersioningCommand({ Bucket }))).Status,
    suspendVersioning: async (Bucket: string) =>
      (await s3Of(Bucket)).send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
      ),
    algorithm: async (Bucket: string) => {
      const { ServerSideEncryptionConfiguration: held } = await (await s3Of(Bucket)).send(
        new GetBucketEncryptionCommand({ Bucket }),
      );
      return held?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
    },
    /** The destinations of the rules, by their order. */
    destinations: async (Bucket: string) => {
      const { ReplicationConfiguration: held } = await (await s3Of(Bucket)).send(
        new GetBucketReplicationCommand({ Bucket }),
      );
      return (held?.Rules ?? []).map(({ Destination }) => Destination?.Bucket);
    },
  };
}
