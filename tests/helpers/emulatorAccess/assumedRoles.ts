/** Makes the roles that the providers assume, which a program takes for granted in the accounts it reaches. */
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { startingAccount } from "../../../operations/emulator/account";
import { type Clients, FALLBACK_REGION } from "../../../operations/emulator/clients";
import { AwsRefusal } from "../../../operations/emulator/errors";
import type { AssumedRole, ProviderSettings } from "../../../operations/emulator/providers";

const EVERYTHING = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
});

/**
 * With `auth` the emulator refuses to assume a role that does not exist. Each role trusts the account that assumes it,
 * with the provider's external id where it has one, and may do everything in its own account.
 *
 * @param caller - account of the person running the program
 */
export async function makeAssumedRoles(
  clients: Clients,
  providers: Iterable<ProviderSettings>,
  caller: string,
): Promise<void> {
  for (const provider of providers) {
    let from = startingAccount(provider, caller);
    for (const role of provider.assumeRoles) {
      await makeRole(clients, role, from);
      from = accountOf(role);
    }
  }
}

async function makeRole(clients: Clients, role: AssumedRole, trusted: string): Promise<void> {
  const path = role.roleArn.split(":role/").pop() ?? "";
  const RoleName = path.split("/").pop() ?? path;
  const { iam } = clients.rootSite(accountOf(role), FALLBACK_REGION);
  try {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: `/${path.slice(0, -RoleName.length)}`,
        AssumeRolePolicyDocument: trustIn(trusted, role.externalId),
      }),
    );
  } catch (error) {
    // Several providers may assume the same role.
    if (!(error instanceof AwsRefusal) || error.code !== "EntityAlreadyExistsException") throw error;
  }
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: "everything", PolicyDocument: EVERYTHING }),
  );
}

function trustIn(account: string, externalId: string | undefined): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
        ...(externalId !== undefined && { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
      },
    ],
  });
}

function accountOf({ roleArn }: AssumedRole): string {
  return roleArn.split(":")[4] ?? "";
}
