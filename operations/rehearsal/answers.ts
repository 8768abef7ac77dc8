/** Answers that the user gives for what a rehearsal cannot know: functions of providers, and resources that are read. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import { z } from "zod";
import { type Problem, problemLine, shownValue } from "../../components/problems";
import { InputError } from "../inputError";
import { isProperties, type ResourceProperties } from "./values";

/** One answer. */
export interface Answer {
  /** Token of a function, or type of a resource that the program reads, e.g. `aws:ssm/getParameter:getParameter`. */
  readonly token: string;
  /** Arguments that the call must have; it may have others. @default any arguments */
  readonly args?: ResourceProperties | undefined;
  /** What the function returns, or the outputs of the resource. */
  readonly result: ResourceProperties;
}

/** The answers of one run, in their order: the first one that fits is used. */
export class Answers {
  readonly #answers: readonly Answer[];
  readonly #used = new Set<Answer>();
  #known: readonly Answer[] = [];

  constructor(answers: readonly Answer[] = []) {
    this.#answers = answers;
  }

  /** Adds results that do not come from the user; they are used where none of the user's answers fits. */
  know(answers: readonly Answer[]): void {
    this.#known = answers;
  }

  /** The result for a call; undefined where no answer fits. */
  resultOf(token: string, args: ResourceProperties): ResourceProperties | undefined {
    const answer = [...this.#answers, ...this.#known].find(
      (each) => shortToken(each.token) === shortToken(token) && fits(each.args ?? {}, args),
    );
    if (answer !== undefined) this.#used.add(answer);
    return answer?.result;
  }

  /** Answers that nothing asked for. */
  get unused(): readonly Answer[] {
    return this.#answers.filter((answer) => !this.#used.has(answer));
  }
}

/** `aws:ssm/getParameter:getParameter` and `aws:ssm:getParameter` name the same function. */
function shortToken(token: string): string {
  return token.replace(/\/[^:]*/, "");
}

/** Objects fit where every property that is wanted fits; everything else has to be equal. */
function fits(wanted: unknown, found: unknown): boolean {
  if (isProperties(wanted) && isProperties(found))
    return Object.entries(wanted).every(([name, value]) => fits(value, found[name]));
  return isDeepStrictEqual(wanted, found);
}

const properties = z.record(z.string(), z.unknown());
const fileOfAnswers = z.array(
  z.strictObject({ token: z.string().min(1), args: properties.optional(), result: properties }),
);
const FIX = "see docs/rehearse-any-program.md";

/**
 * Reads a file of answers, JSON or YAML: a list of objects with `token`, `result` and, where only some calls are meant, `args`.
 *
 * @throws InputError with every problem of the file.
 */
export function readAnswers(path: string): Answers {
  const name = basename(path);
  if (!existsSync(path))
    throw new InputError(`${name}: expected a file with answers, found none at ${path}; ${FIX}`);
  const document = parseDocument(readFileSync(path, "utf8"));
  const [error] = document.errors;
  if (error !== undefined)
    throw new InputError(`${name}: expected yaml or json, found ${error.message.split("\n")[0]}; ${FIX}`);
  const content: unknown = document.toJS() ?? [];
  const parsed = fileOfAnswers.safeParse(content);
  if (parsed.success) return new Answers(parsed.data);
  const lines = parsed.error.issues.map((issue) => problemLine(problemOf(name, issue, content)));
  throw new InputError(lines.join("\n"));
}

function problemOf(name: string, issue: z.core.$ZodIssue, content: unknown): Problem {
  const path = issue.path.reduce<string>(
    (at, step) => (typeof step === "number" ? `${at}[${step}]` : `${at} ${String(step)}`),
    name,
  );
  if (issue.code === "unrecognized_keys")
    return { path, expected: "token, args and result", found: issue.keys.join(", "), fix: FIX };
  const found = issue.path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? Reflect.get(value, String(step)) : undefined,
    content,
  );
  const expected =
    issue.path.length === 0
      ? "a list of answers"
      : issue.path.length === 1
        ? "token and result"
        : issue.path[1] === "token"
          ? "the token of a function or the type of a resource"
          : "an object";
  return { path, expected, found: shownValue(found), fix: FIX };
}
