/** The rules of a lifecycle configuration, on a resource of its own or on the bucket. */
import { anyIsTrue } from "../known";
import type { Known, LifecycleRule } from "../topology";
import type { SettingSources } from "./bucketSetting";
import type { Property } from "./property";
import { isRawObject, ownItems, ownNames } from "./rawValue";
import type { BucketSettings } from "./settings";
import { property } from "./stackResource";

export function lifecycleSources(separate: BucketSettings): SettingSources<readonly LifecycleRule[]> {
  return {
    what: "lifecycle configuration",
    separate,
    readSeparate: (resource) => lifecycleRulesOf(property(resource, "rules")),
    inlineNames: ["lifecycleRules"],
    readInline: lifecycleRulesOf,
    fallback: [],
  };
}

/**
 * The rules in either form: those of a `BucketLifecycleConfiguration` and those of a `Bucket` have different names.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function lifecycleRulesOf(rules: Property): Known<readonly LifecycleRule[]> {
  const items = rules.items();
  return "unknown" in items ? items : { known: items.known.map(lifecycleRule) };
}

function lifecycleRule(rule: Property): LifecycleRule {
  return {
    enabled: anyIsTrue([
      answer(rule.at("status").text(), (status) => status === "Enabled"),
      answer(rule.at("enabled").flag(), (enabled) => enabled === true),
    ]),
    everyObject: not(anyIsTrue(narrowings(rule))),
    endsUnfinishedUploads: anyIsTrue(
      [
        rule.at("abortIncompleteMultipartUpload").single().at("daysAfterInitiation"),
        rule.at("abortIncompleteMultipartUploadDays"),
      ].map((days) => answer(days.number(), (number) => number !== undefined && number > 0)),
    ),
  };
}

/** Whether each of the elements that can narrow a rule does so. */
function narrowings(rule: Property): readonly Known<boolean>[] {
  const filter = rule.at("filter").single();
  const elements = [
    ...[rule.at("prefix"), rule.at("tags")],
    ...["prefix", "tag", "and", "objectSizeGreaterThan", "objectSizeLessThan"].map((name) => filter.at(name)),
  ];
  return elements.map((element) => answer(element.value(), isSomething));
}

/** Providers write zero, the empty text and empty collections for nothing. */
function isSomething(value: unknown): boolean {
  if (isRawObject(value)) return (ownItems(value) ?? ownNames(value)).length > 0;
  return value !== undefined && value !== "" && value !== 0;
}

function answer<T>(value: Known<T>, isTrue: (value: T) => boolean): Known<boolean> {
  return "unknown" in value ? value : { known: isTrue(value.known) };
}

function not(value: Known<boolean>): Known<boolean> {
  return "unknown" in value ? value : { known: !value.known };
}
