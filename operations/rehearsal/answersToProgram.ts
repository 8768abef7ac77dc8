/** Answers in the form in which Pulumi's SDK reads them: by these methods, without a protocol buffer. */
import type { ResourceProperties } from "./values";

/** @param open whether outputs that are not among the properties are unknown, rather than unset */
export function answerToRegistration(
  urn: string,
  id: string,
  properties: ResourceProperties,
  open: boolean,
): object {
  return {
    getUrn: () => urn,
    getId: () => id,
    getObject: () => ({ toJavaScript: () => properties }),
    getPropertydependenciesMap: () => undefined,
    getResult: () => 0,
    getUnknown: () => open,
  };
}

/** @param complete whether outputs that are not in the state are unset, rather than unknown */
export function answerToRead(urn: string, state: ResourceProperties, complete: boolean): object {
  return {
    getUrn: () => urn,
    getProperties: () => ({ toJavaScript: () => state }),
    getUnknown: () => !complete,
  };
}

/** @param result undefined where it is not known */
export function answerToInvoke(result: ResourceProperties | undefined): object {
  return {
    getFailuresList: () => [],
    getReturn: () => ({ toJavaScript: () => result ?? {} }),
    getUnknown: () => result === undefined,
  };
}

/** The SDK cannot be told that the result of a method is not known: it has no values then. */
export function answerToCall(result: ResourceProperties | undefined): object {
  return {
    getFailuresList: () => [],
    getReturn: () => ({ toJavaScript: () => result ?? {} }),
    getReturndependenciesMap: () => undefined,
  };
}
