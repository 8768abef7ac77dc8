/** People of several companies, each with credentials of their own, in an emulator that checks access. */
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";

export const EVERYTHING = { Effect: "Allow", Action: "*", Resource: "*" } as const;

/** What their own account lets a person do. */
export type Permission = { readonly Effect: "Allow"; readonly Action: unknown; readonly Resource: unknown };

const settings = (endpoint: string, region: string, accessKeyId: string, secretAccessKey = "test") => ({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey },
  maxAttempts: 1,
});

/** Clients of one emulator, and the people in it. */
export function people(endpoint: string) {
  const closing: (() => void)[] = [];
  const iamOf = (account: string) => {
    const client = new IAMClient(settings(endpoint, "us-east-1", account));
    closing.push(() => client.destroy());
    return client;
  };
  const s3With = (
    region: string,
    credentials: {
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
    },
  ) => {
    const client = new S3Client({
      ...settings(endpoint, region, credentials.accessKeyId),
      credentials,
      forcePathStyle: true,
    });
    closing.push(() => client.destroy());
    return client;
  };

  return {
    /** A user with these permissions of their own account; gives clients for regions. */
    user: async (account: string, name: string, ...permissions: readonly Permission[]) => {
      const iam = iamOf(account);
      await iam.send(new CreateUserCommand({ UserName: name }));
      if (permissions.length > 0) {
        const PolicyDocument = document(permissions);
        await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: "own", PolicyDocument }));
      }
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
      const accessKeyId = AccessKey?.AccessKeyId ?? "";
      const secretAccessKey = AccessKey?.SecretAccessKey ?? "";
      return (region: string) => s3With(region, { accessKeyId, secretAccessKey });
    },
    /** A role that these principals may assume. */
    role: async (
      account: string,
      name: string,
      trust: { readonly principal: string; readonly externalId?: string; readonly path?: string },
      ...permissions: readonly Permission[]
    ) => {
      const iam = iamOf(account);
      const condition = trust.externalId && { StringEquals: { "sts:ExternalId": trust.externalId } };
      await iam.send(
        new CreateRoleCommand({
          RoleName: name,
          Path: trust.path ?? "/",
          AssumeRolePolicyDocument: document([
            {
              Effect: "Allow",
              Principal: { AWS: trust.principal },
              Action: "sts:AssumeRole",
              ...(condition && { Condition: condition }),
            },
          ]),
        }),
      );
      if (permissions.length === 0) return;
      const PolicyDocument = document(permissions);
      await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "own", PolicyDocument }));
    },
    /** A session of a role, entered from the root of an account. */
    session: async (from: string, roleArn: string) => {
      const sts = new STSClient(settings(endpoint, "us-east-1", from));
      const { Credentials: given } = await sts.send(
        new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "tester" }),
      );
      sts.destroy();
      const credentials = {
        accessKeyId: given?.AccessKeyId ?? "",
        secretAccessKey: given?.SecretAccessKey ?? "",
        sessionToken: given?.SessionToken ?? "",
      };
      return (region: string) => s3With(region, credentials);
    },
    /** The root of an account, who may do everything there. */
    root: (account: string, region: string) =>
      s3With(region, { accessKeyId: account, secretAccessKey: "test" }),
    close: () => {
      for (const close of closing) close();
    },
  };
}

function document(statements: readonly unknown[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
