/** Loads a Pulumi program, of either kind of module, and Pulumi's SDK as the program sees it. */
import { createRequire } from "node:module";
import { join } from "node:path";
import * as ownSdk from "@pulumi/pulumi";
import { InputError } from "../inputError";
import type { ProgramEntry } from "./programEntry";

/** Pulumi's SDK, of which a program may have another copy than this package. */
export type Sdk = Pick<typeof ownSdk, "runtime" | "RunError" | "InputPropertiesError">;

/**
 * The copy of Pulumi's SDK that a program in this folder loads: what it registers goes to the engine of that copy.
 *
 * @returns this package's own copy where the program finds none.
 */
export function sdkOf(directory: string): Sdk {
  const load = createRequire(join(directory, "index.js"));
  try {
    const found: unknown = load("@pulumi/pulumi");
    return isSdk(found) ? found : ownSdk;
  } catch (error) {
    if (isMissing(error)) return ownSdk;
    throw error;
  }
}

function isSdk(found: unknown): found is Sdk {
  if (typeof found !== "object" || found === null) return false;
  const runtime: unknown = Reflect.get(found, "runtime");
  return typeof runtime === "object" && runtime !== null && "setMockOptions" in runtime;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";
}

/**
 * Runs a program by loading it: it registers its resources meanwhile.
 *
 * @returns the stack's outputs: what it exports; a function that it exports is called for them, as Pulumi does.
 */
export async function loadProgram({ file, isModule }: ProgramEntry): Promise<unknown> {
  const exported: unknown = isModule ? await imported(file) : required(file);
  return typeof exported === "function" ? exported() : exported;
}

/** Each rehearsal has to load the program anew. */
function required(file: string): unknown {
  delete require.cache[require.resolve(file)];
  return require(file);
}

async function imported(file: string): Promise<unknown> {
  // Not written here, where it would be compiled to `require`.
  const { importModule }: { importModule(path: string): Promise<object> } = require("../loader");
  const exported = await importModule(file);
  if (!("default" in exported)) return exported;
  if (Object.keys(exported).length > 1) {
    throw new InputError(
      `${file}: expected a default export or named exports, found both; Pulumi takes the stack's outputs from one of them`,
    );
  }
  return exported.default;
}
