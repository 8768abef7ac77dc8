/** The JSON schema of `Pulumi.<stack>.yaml`, for editors. */
import { z } from "zod";
import { settingsSchema } from "../../components/settingsSchema";
import { STACK_FILE_KEYS } from "../rehearsal/stackFileKeys";
import { isProperties, type ResourceProperties } from "../rehearsal/values";

/** The namespace of the settings in a stack file: the project's name. */
const PROJECT_NAME = "s3-replication";

const SECRET = { $ref: "#/definitions/secret" };

/**
 * The schema of stack files: the keys that Pulumi knows, and below `config` the settings of this project. Settings of providers
 * are accepted as they are. It says what single values can be; how they go together, the program checks.
 */
export function stackSchema(): ResourceProperties {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Settings of a stack of s3-replication",
    description: "Generated from components/settingsSchema.ts by npm run docs.",
    type: "object",
    properties: Object.fromEntries(STACK_FILE_KEYS.map((key) => [key, KEYS[key]])),
    additionalProperties: false,
    definitions: {
      secret: {
        description: "A value that pulumi config set --secret encrypted.",
        type: "object",
        properties: { secure: { type: "string" } },
        required: ["secure"],
        additionalProperties: false,
      },
    },
  };
}

const KEYS: { readonly [key in (typeof STACK_FILE_KEYS)[number]]: ResourceProperties } = {
  config: {
    description: "Settings, each with its namespace.",
    type: ["object", "null"],
    properties: namespaced(),
    patternProperties: {
      // Slips of the namespace; those of providers are others.
      [`^(?!${PROJECT_NAME}:)[sS]3[-_ ]?[rR]ep`]: false,
      [`^(?!${PROJECT_NAME}:)[^:]+:.`]: true,
    },
    additionalProperties: false,
  },
  environment: {
    description: "Pulumi ESC environments whose values the stack gets; a rehearsal does not know them.",
    type: ["array", "object"],
  },
  secretsprovider: { description: "What encrypts the secrets.", type: "string" },
  encryptedkey: { description: "Encrypted key of a cloud secrets provider.", type: "string" },
  encryptionsalt: { description: "Salt of a passphrase.", type: "string" },
};

function namespaced(): ResourceProperties {
  const { properties } = z.toJSONSchema(settingsSchema, {
    io: "input",
    unrepresentable: "any",
    target: "draft-7",
  });
  return Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, property]) => [
      `${PROJECT_NAME}:${name}`,
      written(property),
    ]),
  );
}

/** The schema of a value as it is written in a file: a text may be a secret, and some objects may be texts. */
function written(schema: unknown): unknown {
  if (!isProperties(schema)) return schema;
  const { orText, description, default: unset, ...value } = schema;
  const known = {
    ...(description !== undefined && { description }),
    ...(unset !== undefined && { default: unset }),
  };
  if (orText !== undefined) return { ...known, anyOf: [orText, inner(value)] };
  const isFreeText = value["type"] === "string" && !("enum" in value);
  return isFreeText ? { ...known, anyOf: [value, SECRET] } : { ...known, ...inner(value) };
}

function inner(schema: ResourceProperties): ResourceProperties {
  const { properties, items, additionalProperties, propertyNames: _, ...rest } = schema;
  return {
    ...rest,
    ...(isProperties(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, written(property)]),
      ),
    }),
    ...(items !== undefined && { items: written(items) }),
    ...(additionalProperties !== undefined && { additionalProperties: written(additionalProperties) }),
  };
}
