/** What the settings are about: the sections of their page, each with an example that the tests try. */

/** One section of the page. */
export interface Subject {
  readonly title: string;
  /** Names of the settings, without what is inside of them. */
  readonly settings: readonly string[];
  /** A part of `config:`. */
  readonly example: string;
}

export const SUBJECTS: readonly Subject[] = [
  {
    title: "What to build",
    settings: ["prefix", "primaryRegion", "replicas"],
    example: `
s3-replication:prefix: acme
s3-replication:primaryRegion: eu-west-1
s3-replication:replicas:
  - eu-central-1
  - region: eu-north-1
    storageClass: STANDARD_IA
    filter:
      prefix: reports/
`,
  },
  {
    title: "A primary that exists already",
    settings: ["primary"],
    example: `
s3-replication:bucketName: acme-ledger
s3-replication:primary:
  adopt:
    keyId: 1234abcd-12ab-34cd-56ef-1234567890ab
  keepRules: []
s3-replication:alarms:
  failureEvents: false
`,
  },
  {
    title: "Accounts and credentials",
    settings: ["accountId", "assumeRole", "profile", "providers"],
    example: `
s3-replication:accountId: "111122223333"
s3-replication:providers: account
s3-replication:assumeRole: arn:aws:iam::111122223333:role/deployer
s3-replication:replicas:
  - region: eu-north-1
    accountId: "444455556666"
    assumeRole:
      roleArn: arn:aws:iam::444455556666:role/s3-replication-deployer
      externalId: acme-prod
`,
  },
  {
    title: "The replication role",
    settings: ["roleName", "rolePath", "permissionsBoundary", "roleArn"],
    example: `
s3-replication:roleName: acme-replication
s3-replication:rolePath: /platform/
s3-replication:permissionsBoundary: arn:aws:iam::111122223333:policy/boundary
`,
  },
  {
    title: "Only a bucket for another account's replication",
    settings: ["receiver"],
    example: `
s3-replication:prefix: partner
s3-replication:receiver:
  region: eu-north-1
  bucketName: partner-acme-vault
  sourceRoleArn: arn:aws:iam::111122223333:role/service-role/acme-archive-replication
`,
  },
  {
    title: "What replicates",
    settings: ["filter", "deleteMarkers", "replicationTimeControl", "metrics"],
    example: `
s3-replication:filter:
  prefix: reports/
  tags:
    tier: gold
s3-replication:deleteMarkers: false
s3-replication:replicationTimeControl: true
`,
  },
  {
    title: "Alarms",
    settings: ["alarms"],
    example: `
s3-replication:alarms:
  email:
    - storage-team@example.com
  lagMinutes: 30
`,
  },
  {
    title: "Who may read, write and delete",
    settings: ["readers", "replicateOnlyFrom", "writers", "versionDeleters"],
    example: `
s3-replication:readers:
  - principals:
      - arn:aws:iam::444455556666:role/auditors
    prefix: reports/
    of:
      - primary
      - eu-central-1
s3-replication:writers:
  - arn:aws:iam::111122223333:role/publisher
s3-replication:versionDeleters:
  - arn:aws:iam::111122223333:role/records-officer
`,
  },
  {
    title: "Statements of your own in policies",
    settings: ["bucketPolicyStatements", "keyPolicyStatements"],
    example: `
s3-replication:bucketPolicyStatements:
  - Sid: CompanyOnly
    Effect: Deny
    Principal: "*"
    Action: s3:*
    Condition:
      StringNotEquals:
        aws:PrincipalAccount: "111122223333"
      BoolIfExists:
        aws:PrincipalIsAWSService: false
s3-replication:keyPolicyStatements:
  - Sid: Auditors
    Effect: Allow
    Principal:
      AWS: arn:aws:iam::444455556666:role/auditors
    Action:
      - kms:DescribeKey
      - kms:GetKeyPolicy
`,
  },
  {
    title: "How long objects are kept",
    settings: ["lifecycle", "objectLock"],
    example: `
s3-replication:lifecycle:
  primary:
    transitions:
      - storageClass: STANDARD_IA
        afterDays: 30
    noncurrentVersionsExpireInDays: 365
  replicas:
    noncurrentVersionsExpireInDays: 90
s3-replication:objectLock:
  mode: GOVERNANCE
  days: 30
`,
  },
  {
    title: "Logs",
    settings: ["logDelivery", "accessLogBucket"],
    example: `
s3-replication:logDelivery:
  - cloudtrail
s3-replication:accessLogBucket: acme-access-logs
`,
  },
  {
    title: "Existing and failed objects",
    settings: ["backfill"],
    example: `
s3-replication:backfill: true
`,
  },
  {
    title: "Names, keys and tags",
    settings: ["bucketName", "keyAlias", "keyDeletionWindowInDays", "tags"],
    example: `
s3-replication:bucketName: acme-records
s3-replication:keyAlias: vault
s3-replication:keyDeletionWindowInDays: 30
s3-replication:tags:
  project: archive
  stage: prod
`,
  },
  {
    title: "What stays when the stack goes",
    settings: ["protect", "retainOnDelete"],
    example: `
s3-replication:protect: false
s3-replication:retainOnDelete: false
`,
  },
  {
    title: "An emulator instead of AWS",
    settings: ["endpoint"],
    example: `
s3-replication:endpoint: http://127.0.0.1:4566
`,
  },
];
