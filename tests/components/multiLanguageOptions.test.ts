import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { preProcessFile } from "typescript";
import {
  type MissingOptions,
  RECEIVING_LEFT_OUT,
  REPLICATED_LEFT_OUT,
  UNKNOWN_INPUTS,
} from "../../components/multi-language/missingOptions";
import { receivingBucketArgs, replicatedBucketArgs } from "../../components/multi-language/translate";
import packageOfOthers from "../../components/package.json";
import project from "../../package.json";
import { PROJECT_DIRECTORY } from "../helpers/plans";

type Same<T, U> = [T] extends [U] ? ([U] extends [T] ? true : false) : false;

interface Site {
  readonly region: string;
  readonly account?: string | undefined;
}

describe("the options that another language lacks", () => {
  it("are found by the compiler: an option, one in an object, one in a list, one of a union", () => {
    const nothing: Same<MissingOptions<Site, Site>, never> = true;
    const top: Same<MissingOptions<Site, { region: string }>, "account"> = true;
    const inside: Same<
      MissingOptions<{ site?: Site | undefined }, { site?: { region: string } }>,
      "site.account"
    > = true;
    const inList: Same<
      MissingOptions<{ sites: readonly Site[] }, { sites: { account: string }[] }>,
      "sites.region"
    > = true;
    const ofUnion: Same<
      MissingOptions<
        { from: { readonly role: string } | { readonly id: string } },
        { from: { role?: string } }
      >,
      "from.id"
    > = true;
    const outputs: Same<
      MissingOptions<
        { name: pulumi.Input<string>; tags?: { readonly [key: string]: string } },
        { name: string }
      >,
      "tags"
    > = true;
    assert.deepEqual([nothing, top, inside, inList, ofUnion, outputs], Array(6).fill(true));
  });

  it("are listed with the reason, and are the providers only", () => {
    assert.deepEqual(Object.keys(REPLICATED_LEFT_OUT), ["primary.provider", "replicas.provider"]);
    assert.deepEqual(Object.keys(RECEIVING_LEFT_OUT), ["provider"]);
    assert.deepEqual(UNKNOWN_INPUTS, {});
  });
});

describe("inputs of any shape", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("eu-west-1", "eu-central-1", "111122223333", "acme"));
  const anything = fc.oneof(
    { withCrossShrink: true },
    fc.anything({
      maxDepth: 3,
      key: fc.constantFrom("region", "name", "principals", "mode", "tags", "constructor"),
    }),
    text,
    fc.array(fc.record({ region: text, rules: fc.array(fc.record({ name: text })) }, { requiredKeys: [] })),
    fc.record({ region: text, accountId: text, roleArn: text }, { requiredKeys: [] }),
  );
  const inputsOf = (names: readonly string[]) =>
    fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] });

  /** Whether the inputs are accepted, or refused with every problem. */
  function isAnswered(translate: () => unknown): boolean {
    try {
      translate();
      return true;
    } catch (error) {
      return pulumi.InputPropertiesError.isInstance(error) && (error.errors ?? []).length > 0;
    }
  }

  it("are accepted or refused with their problems, and never end in another error", () => {
    const replicated = [
      "bucketName",
      "primary",
      "replicas",
      "filter",
      "readers",
      "objectLock",
      "tags",
      "logDelivery",
    ];
    fc.assert(
      fc.property(inputsOf(replicated), (inputs) =>
        isAnswered(() => Reflect.apply(replicatedBucketArgs, undefined, ["archive", inputs])),
      ),
    );
    const receiving = ["bucketName", "region", "source", "readers", "versionDeleters", "lifecycle"];
    fc.assert(
      fc.property(inputsOf(receiving), (inputs) =>
        isAnswered(() => Reflect.apply(receivingBucketArgs, undefined, ["vault", inputs])),
      ),
    );
  });
});

describe("the packages that the component package installs", () => {
  const folder = join(PROJECT_DIRECTORY, "components");
  const own: { readonly [name: string]: string } = packageOfOthers.dependencies;
  const ofProject: { readonly [name: string]: string } = {
    ...project.devDependencies,
    ...project.dependencies,
  };

  it("have the project's versions", () => {
    assert.deepEqual(
      own,
      Object.fromEntries(Object.keys(own).map((name) => [name, ofProject[name]?.replace(/^\^/, "")])),
    );
  });

  it("are those that its files import, Pulumi's TypeScript host and the types of Node.js", () => {
    const host = ["@types/node", "ts-node", "typescript"];
    assert.deepEqual(
      Object.keys(own).sort(),
      [...packagesFrom(join(folder, packageOfOthers.main)), ...host].sort(),
    );
  });

  it("run on the versions of Node.js that the project runs on", () => {
    assert.equal(packageOfOthers.engines.node, project.engines.node);
    assert.equal(packageOfOthers.version, project.version);
  });

  it("are all that it needs outside of components/ and aws/", () => {
    assert.deepEqual(
      [
        ...new Set(
          filesFrom(join(folder, packageOfOthers.main)).map(
            (file) => relative(PROJECT_DIRECTORY, file).split("/")[0],
          ),
        ),
      ].sort(),
      ["aws", "components"],
    );
  });

  it("are started by Pulumi's own file", () => {
    assert.equal(readdirSync(folder).filter((file) => file === "PulumiPlugin.yaml").length, 1);
    assert.match(readFileSync(join(folder, "PulumiPlugin.yaml"), "utf8"), /^runtime: nodejs$/m);
  });

  function importsOf(file: string): readonly string[] {
    return file.endsWith(".json")
      ? []
      : preProcessFile(readFileSync(file, "utf8")).importedFiles.map(({ fileName }) => fileName);
  }

  /** The files that a file imports, directly and indirectly, and itself. */
  function filesFrom(file: string, found: Set<string> = new Set()): readonly string[] {
    if (found.has(file)) return [...found];
    found.add(file);
    for (const name of importsOf(file).filter((each) => each.startsWith(".")))
      filesFrom(require.resolve(join(dirname(file), name)), found);
    return [...found];
  }

  function packagesFrom(file: string): readonly string[] {
    const names = filesFrom(file).flatMap(importsOf);
    const packages = names
      .filter((name) => !name.startsWith(".") && !name.startsWith("node:") && !builtinModules.includes(name))
      .map((name) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      );
    return [...new Set(packages)];
  }
});
