/** Reads the workflows and actions of the repository. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isProperties, type ResourceProperties } from "../../operations/rehearsal/values";
import { PROJECT_DIRECTORY } from "../helpers/plans";

export const GITHUB = join(PROJECT_DIRECTORY, ".github");

export interface WorkflowFile {
  /** From `.github`. */
  readonly path: string;
  readonly text: string;
  readonly content: ResourceProperties;
}

/** One job, or the steps of an action. */
export interface Job {
  /** E.g. `deploy.yml prod`. */
  readonly name: string;
  readonly file: WorkflowFile;
  readonly content: ResourceProperties;
  readonly steps: readonly ResourceProperties[];
}

export const workflows: readonly WorkflowFile[] = readdirSync(join(GITHUB, "workflows"))
  .sort()
  .map((file) => read(join("workflows", file)));

export const actions: readonly WorkflowFile[] = readdirSync(join(GITHUB, "actions"))
  .sort()
  .map((folder) => read(join("actions", folder, "action.yml")));

/** Every job of every workflow. */
export const jobs: readonly Job[] = workflows.flatMap((file) =>
  Object.entries(propertiesAt(file.content, "jobs")).map(([name, job]) => {
    const content = isProperties(job) ? job : {};
    const short = file.path.slice(file.path.lastIndexOf("/") + 1);
    return { name: `${short} ${name}`, file, content, steps: listAt(content, "steps") };
  }),
);

/** Every step of every job and action. */
export const steps: readonly ResourceProperties[] = [
  ...jobs.flatMap((job) => job.steps),
  ...actions.flatMap(({ content }) => listAt(propertiesAt(content, "runs"), "steps")),
];

function read(path: string): WorkflowFile {
  const text = readFileSync(join(GITHUB, path), "utf8");
  const content: unknown = parse(text);
  return { path, text, content: isProperties(content) ? content : {} };
}

export function propertiesAt(from: ResourceProperties, name: string): ResourceProperties {
  const value = from[name];
  return isProperties(value) ? value : {};
}

export function listAt(from: ResourceProperties, name: string): readonly ResourceProperties[] {
  const value = from[name];
  return Array.isArray(value) ? value.filter(isProperties) : [];
}

/** Every `uses` of jobs and steps. */
export function usesOf(): readonly string[] {
  return [...jobs.map(({ content }) => content), ...steps].flatMap(({ uses }) =>
    typeof uses === "string" ? [uses] : [],
  );
}
