/** The six parts of an ARN after `arn:`; the resource may itself contain colons. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  /** Empty where the service has none, as in S3 and IAM. */
  readonly region: string;
  /** Twelve digits, or empty where the service has none, as in S3. */
  readonly account: string;
  readonly resource: string;
}

/**
 * Takes an ARN apart; undefined when the text is not an ARN.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function arnParts(text: string): ArnParts | undefined {
  const fields = splitArn(text);
  const [prefix, partition, service, region, account, resource] = fields;
  if (prefix !== "arn" || !partition || !service || region === undefined || account === undefined) {
    return undefined;
  }
  return resource ? { partition, service, region, account, resource } : undefined;
}

/** At most six fields: the sixth keeps its own colons. */
export function splitArn(text: string): readonly string[] {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < 5) {
    const colon = text.indexOf(":", from);
    if (colon < 0) break;
    fields.push(text.slice(from, colon));
    from = colon + 1;
  }
  fields.push(text.slice(from));
  return fields;
}

/** The account that an ARN names, where it names one. */
export function accountOf(arn: string): string | undefined {
  const account = arnParts(arn)?.account;
  return account === undefined || account === "" ? undefined : account;
}

/** The last part of a role's or user's path: `archive` of `role/service-role/archive`. */
export function friendlyName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
