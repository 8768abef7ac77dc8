/** What a program asks of its providers: functions, and resources that it reads. */
import { bucketArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import { Answers } from "./answers";
import type { CreationSite } from "./creation";
import { knownResult } from "./functions";
import type { Unanswered } from "./unanswered";
import type { ResourceProperties } from "./values";

/** The state of a resource that is read. */
export interface Read {
  readonly state: ResourceProperties;
  /** Whether the state has every output; those that are missing are else not known. */
  readonly complete: boolean;
}

/** Answers the questions of one run, and notes what has no answer. */
export class Questions {
  readonly #answers: Answers;
  readonly #unanswered: Unanswered[] = [];

  constructor(answers: Answers = new Answers()) {
    this.#answers = answers;
  }

  get unanswered(): readonly Unanswered[] {
    return this.#unanswered;
  }

  /** What a function returns: the user's answer, else what follows from its arguments; undefined where neither is there. */
  result(token: string, args: ResourceProperties, site: CreationSite): ResourceProperties | undefined {
    const result = this.#answers.resultOf(token, args) ?? knownResult(token, args, site);
    if (result === undefined) this.note("function", token, args);
    return result;
  }

  /** The outputs of a resource that the program reads: the user's answer, else what follows from its id. */
  read(type: string, id: string, properties: ResourceProperties, { region }: CreationSite): Read {
    const state = this.#answers.resultOf(type, { ...properties, id });
    if (state !== undefined) return { state, complete: true };
    this.note("resource that is read", type, { id });
    if (type !== "aws:s3/bucket:Bucket") return { state: {}, complete: false };
    return { state: { bucket: id, arn: bucketArn(partitionOfRegion(region), id) }, complete: false };
  }

  note(kind: Unanswered["kind"], token: string, args: ResourceProperties): void {
    this.#unanswered.push({ kind, token, args });
  }
}
