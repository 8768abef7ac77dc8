/** The policy documents of a stack, read from the inputs of its resources. */
import { type PolicyDocument, parsePolicyDocument } from "../../model";
import { isProperties } from "../rehearsal/values";
import { ownResources, type State, type StateResource } from "./state";

/** Type -> the inputs that are policy documents. */
export const DOCUMENT_PROPERTIES: { readonly [type: string]: readonly string[] } = {
  "aws:s3/bucketPolicy:BucketPolicy": ["policy"],
  "aws:kms/key:Key": ["policy"],
  "aws:kms/keyPolicy:KeyPolicy": ["policy"],
  "aws:iam/role:Role": ["assumeRolePolicy", "inlinePolicies"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:iam/policy:Policy": ["policy"],
  "aws:sns/topic:Topic": ["policy"],
  "aws:sns/topicPolicy:TopicPolicy": ["policy"],
  "aws:sqs/queue:Queue": ["policy"],
  "aws:sqs/queuePolicy:QueuePolicy": ["policy"],
};

const KINDS: { readonly [type: string]: string } = {
  "aws:s3/bucketPolicy:BucketPolicy": "bucket policy",
  "aws:kms/key:Key": "key policy",
  "aws:kms/keyPolicy:KeyPolicy": "key policy",
  "aws:iam/rolePolicy:RolePolicy": "role policy",
  "aws:iam/policy:Policy": "policy",
  "aws:sns/topic:Topic": "topic policy",
  "aws:sns/topicPolicy:TopicPolicy": "topic policy",
  "aws:sqs/queue:Queue": "queue policy",
  "aws:sqs/queuePolicy:QueuePolicy": "queue policy",
};

/** One document, with the resource that states it. */
export interface StatedDocument {
  /** The same before and after. */
  readonly key: string;
  /** E.g. `bucket policy archive-primary-policy`. */
  readonly label: string;
  readonly resource: StateResource;
  /** The document, or why it cannot be read. */
  readonly document: PolicyDocument | { readonly problem: string };
}

/** Every document of the stack whose resource states its inputs. */
export function documentsOf(state: State): readonly StatedDocument[] {
  return ownResources(state).flatMap((resource) => {
    const { inputs = {}, type, name, urn } = resource;
    return (DOCUMENT_PROPERTIES[type] ?? []).flatMap((property) =>
      documentsIn(inputs[property]).map(({ part, text }) => ({
        key: JSON.stringify([urn, property, part]),
        label: `${kindOf(type, property)} ${part === "" ? name : `"${part}" of ${name}`}`,
        resource,
        document: parsePolicyDocument(text),
      })),
    );
  });
}

function kindOf(type: string, property: string): string {
  if (property === "assumeRolePolicy") return "trust policy";
  return KINDS[type] ?? "inline policy";
}

function documentsIn(value: unknown): readonly { readonly part: string; readonly text: unknown }[] {
  if (value === undefined || value === null || value === "") return [];
  if (!Array.isArray(value)) return [{ part: "", text: value }];
  return value
    .filter(isProperties)
    .map((inline) => ({ part: String(inline["name"] ?? ""), text: inline["policy"] }));
}
