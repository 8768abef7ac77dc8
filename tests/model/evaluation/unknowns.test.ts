import type { PolicyStatement } from "../../../model/evaluation";
import { policy } from "./cast";
import { allowed, check, denied, deny, forbidden, identity, unknown } from "./rows";

describe("what is not known", () => {
  const tls = { Bool: { "aws:SecureTransport": "false" } };
  const open: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };
  const hidden = { label: "second policy", document: { unknown: "computed at deployment" } };
  check([
    {
      it: "leaves an Allow open",
      given: { identity: [policy("p", { ...open, Condition: tls })] },
      ...unknown,
    },
    {
      it: "leaves a Deny open",
      given: { identity: [policy("p", open, { ...deny, Condition: tls })] },
      ...unknown,
    },
    {
      it: "does not matter under a known Deny",
      given: { identity: [policy("p", deny, { ...open, Condition: tls })] },
      ...forbidden,
    },
    {
      it: "does not matter beside a known Allow",
      given: { identity: [policy("p", open, { ...open, Condition: tls })] },
      ...allowed,
    },
    {
      it: "does not matter where nothing allows anyway",
      given: { identity: [policy("p", { ...deny, Condition: tls })] },
      ...denied,
    },
    {
      it: "does not matter beside another condition that is false",
      asked: { context: { "aws:UserAgent": ["b"] } },
      given: {
        identity: [policy("p", { ...open, Condition: { ...tls, StringEquals: { "aws:UserAgent": "a" } } })],
      },
      ...denied,
    },
    {
      it: "does not matter in a statement about another action",
      given: { identity: [policy("p", open, { ...deny, Action: "s3:PutObject", Condition: tls })] },
      ...allowed,
    },
    { it: "may be a whole document that could deny", given: { identity: [...identity, hidden] }, ...unknown },
    { it: "may be a whole document that could allow", given: { identity: [hidden] }, ...unknown },
    {
      it: "does not matter in a document under a known Deny",
      given: { identity: [policy("p", deny), hidden] },
      ...forbidden,
    },
    {
      it: "does not matter in a boundary when nothing else allows",
      given: { boundary: hidden },
      ...denied,
    },
  ]);
});
