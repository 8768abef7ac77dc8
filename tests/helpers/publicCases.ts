/** Conditions of a statement for every principal, with what they leave of it: the table that policies and requirements share. */
type Condition = {
  readonly [operator: string]: { readonly [key: string]: string | string[] };
};

export interface PublicCase {
  readonly condition: Condition;
  /** Whether S3 counts the statement to the public; its page does not tell of every condition. */
  readonly isPublic: boolean | "perhaps";
  /** Whether the pack's policies refuse it. */
  readonly isOpen: boolean;
}

/** A policy variable, which the linter would take for a template. */
const variable = (name: string) => `\${${name}}`;

/** Conditions that do not keep a statement from being public. */
const WIDE: readonly Condition[] = [
  { StringEquals: { "aws:PrincipalOrgID": ["o-a1b2c3", "*"] } },
  { StringEquals: { "aws:PrincipalOrgID": [] } },
  { IpAddress: { "aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"] } },
  { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "64.0.0.0/2"] } },
  { IpAddress: { "aws:SourceIp": "8.0.0.0/7" } },
  { IpAddress: { "aws:SourceIp": "1.2.3.4/0" } },
  { IpAddress: { "aws:SourceIp": "::/1" } },
  { IpAddress: { "aws:SourceIp": "2000::/31" } },
  { IpAddress: { "aws:SourceIp": "0:0:0:0:0:0:0:0/0" } },
  { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/16" } },
  { Bool: { "aws:SecureTransport": "true" } },
  { StringLike: { "aws:PrincipalAccount": "*" } },
  { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
];
/** Conditions that exclude some principals, by values which S3's page does not call fixed. */
const DOUBTFUL: readonly Condition[] = [
  { StringLike: { "aws:PrincipalOrgID": "o-*" } },
  { StringEquals: { "aws:PrincipalOrgID": variable("aws:PrincipalOrgID") } },
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-*/*" } },
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3*" } },
  { "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3/*" } },
  { StringLike: { "aws:SourceVpc": "vpc-*" } },
  { StringLike: { "aws:SourceVpce": "vpce-*" } },
  { StringLike: { "aws:userid": "*:*" } },
  { StringLike: { "aws:userid": "A*" } },
  { StringLike: { "aws:userid": "AROA*:session" } },
  { StringLike: { "aws:PrincipalAccount": "1*" } },
  { StringLike: { "aws:PrincipalAccount": "*1*" } },
  { StringEquals: { "aws:PrincipalAccount": variable("aws:PrincipalAccount") } },
  { StringLike: { "aws:PrincipalArn": "a*" } },
  { StringLike: { "aws:PrincipalArn": "*:role/*" } },
  { StringLike: { "aws:PrincipalArn": "?rn:aws:iam::*:*" } },
  { StringLike: { "aws:PrincipalArn": "arn:*:111122223333:*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam" } },
  { ArnEquals: { "aws:PrincipalArn": variable("aws:PrincipalArn") } },
  { StringEquals: { "aws:PrincipalArn": variable("aws:PrincipalArn") } },
  { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } },
  { IpAddress: { "aws:SourceIp": "somewhere" } },
  { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3" } },
  { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3" } },
];
/** Conditions by which the statement is for callers or networks that it names. */
const NARROW: readonly Condition[] = [
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3/*" } },
  { "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "o-a1b2c3/r-ab12/ou-ab12-1/" } },
  { StringEquals: { "aws:SourceVpc": "vpc-91237329" } },
  { StringEquals: { "aws:SourceVpce": ["vpce-1a2b3c4d", "vpce-5e6f"] } },
  { StringLike: { "aws:userid": "AROAEXAMPLEID:*" } },
  { StringEquals: { "aws:userid": "AIDAEXAMPLEID" } },
  { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:*:iam::111122223333:role/*" } },
  { StringLike: { "aws:PrincipalArn": `arn:aws:iam::111122223333:user/${variable("aws:username")}` } },
  { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::archive" } },
  { StringLike: { "s3:DataAccessPointArn": "arn:aws:s3:us-west-2:111122223333:accesspoint/*" } },
  { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } },
  { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
  { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/16" }, StringEquals: { "aws:SourceVpc": "vpc-91237329" } },
];
/** The same by keys which S3's page does not list. */
const NARROW_ELSEWHERE: readonly Condition[] = [
  { StringEquals: { "aws:SourceOrgID": "o-a1b2c3" } },
  { StringEquals: { "kms:CallerAccount": "111122223333" } },
  { StringEquals: { "aws:PrincipalServiceName": "logging.s3.amazonaws.com" } },
];

const casesOf = (
  conditions: readonly Condition[],
  isPublic: PublicCase["isPublic"],
  isOpen: boolean,
): readonly PublicCase[] => conditions.map((condition) => ({ condition, isPublic, isOpen }));

export const PUBLIC_CASES: readonly PublicCase[] = [
  ...casesOf(WIDE, true, true),
  ...casesOf(DOUBTFUL, "perhaps", true),
  ...casesOf(NARROW, false, false),
  ...casesOf(NARROW_ELSEWHERE, "perhaps", false),
];
