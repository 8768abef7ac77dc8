"""Tells the emulator's access checks what S3 tells them, where ministack 1.5.33 does not.

The evaluation of policies stays the emulator's own. What is added are the facts of a request that its conditions ask
for, each as AWS documents it, and two checks that it leaves out:

- aws:PrincipalArn of a role's session is the role's ARN with its path, not the session's
- aws:SecureTransport is true: there is no TLS on the loopback, and every client of AWS's uses it
- s3:RequestObjectTag/<key> and s3:RequestObjectTagKeys of an upload and of a tagging request
- s3:ExistingObjectTag/<key> of a tagging request
- s3:x-amz-copy-source of a copy
- an upload that brings tags needs s3:PutObjectTagging
- a bucket's policy is asked about the caller of another account itself, not about that account's root
- reading an object needs kms:Decrypt of its key, through S3 and for the bucket (replicas excepted: the emulator keeps
  the source's key on them)

Loaded by launch_with_access.py only.
"""

import urllib.parse
import xml.etree.ElementTree as ET

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import iam, kms, s3

TAGGING_ACTIONS = {
    "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging",
    "s3:DeleteObjectTagging",
    "s3:DeleteObjectVersionTagging",
}


def role_arn(caller):
    """The ARN of the role whose session the caller is; other callers' own."""
    if ":assumed-role/" not in caller:
        return caller
    account = caller.split(":")[4]
    name = caller.split(":assumed-role/")[1].split("/")[0]
    role = iam._roles.get_scoped(account, None, name)
    return role["Arn"] if role else caller


def tag_context(tags):
    context = {f"s3:RequestObjectTag/{key}": value for key, value in tags.items()}
    return {**context, "s3:RequestObjectTagKeys": list(tags)} if tags else {}


def tags_of_header(headers):
    return dict(urllib.parse.parse_qsl(headers.get("x-amz-tagging", ""), keep_blank_values=True))


def tags_of_body(body):
    tags = {}
    for tag in ET.fromstring(body).iter():
        if tag.tag.rpartition("}")[2] != "Tag":
            continue
        parts = {child.tag.rpartition("}")[2]: child.text or "" for child in tag}
        tags[parts.get("Key", "")] = parts.get("Value", "")
    return tags


def only(query_params, name):
    value = query_params.get(name)
    return value[0] if isinstance(value, list) and value else value


def with_caller_facts(original):
    def resolve(key, ctx):
        if key.lower() == "aws:securetransport":
            return "true"
        value = original(key, ctx)
        return role_arn(value) if key.lower() == "aws:principalarn" and isinstance(value, str) else value

    return resolve


def with_object_facts(original):
    def context(iam_action, query_params, path="", headers=None):
        found = original(iam_action, query_params, path, headers)
        headers, query_params = headers or {}, query_params or {}
        bucket, _, key = path.lstrip("/").partition("/")
        if iam_action == "s3:PutObject":
            # Parts and the completion of an upload bring no tags; a part may still be a copy.
            if only(query_params, "uploadId") is None:
                found = {**found, **tag_context(tags_of_header(headers))}
            if headers.get("x-amz-copy-source"):
                found = {**found, "s3:x-amz-copy-source": headers["x-amz-copy-source"]}
        if iam_action in TAGGING_ACTIONS and key:
            existing = s3.object_tags_for_condition(bucket, key, query_params)
            found = {**found, **{f"s3:ExistingObjectTag/{name}": value for name, value in existing.items()}}
        return found

    return context


def with_tagging_requests(original):
    def context(service, iam_action, body, params):
        if service != "s3" or iam_action not in ("s3:PutObjectTagging", "s3:PutObjectVersionTagging"):
            return original(service, iam_action, body, params)
        try:
            return tag_context(tags_of_body(body))
        except ET.ParseError:
            return {}

    return context


def with_tag_permission(original):
    def checks(method, path, headers, body, query_params):
        found = original(method, path, headers, body, query_params)
        action = iam_actions._s3_action(method, path, query_params)
        if action == "PutObject" and headers.get("x-amz-tagging") and only(query_params, "uploadId") is None:
            found = [*found, ("s3:PutObjectTagging", f"arn:aws:s3:::{path.lstrip('/')}")]
        return found

    return checks


def with_callers_themselves(original):
    def allows(owner, bucket, key, method, query_params, caller, headers=None):
        policy = s3._bucket_policies.get_scoped(owner, None, bucket)
        if not caller or not policy:
            return original(owner, bucket, key, method, query_params, caller, headers)
        path = f"/{bucket}/{key}" if key else f"/{bucket}"
        action = f"s3:{iam_actions._s3_action(method, path, query_params)}"
        with request_scope(owner, get_region()):
            context = iam_actions.s3_service_context(action, query_params, path, headers or {})
        principal = iam_evaluator.caller_arn()
        ctx = iam_evaluator.EvalContext(
            principal_arn=principal,
            principal_type="Root" if principal.endswith(":root") else "User",
            principal_account=caller,
            action=action,
            resource_arn=f"arn:aws:s3:::{path.lstrip('/')}",
            region=get_region(),
            service_context={name.lower(): value for name, value in context.items()},
        )
        return iam_evaluator.evaluate_resource_policy(policy, ctx).decision == "Allow"

    return allows


def with_decryption(original):
    def scope(method, bucket, key, headers, query_params, body=b"", internal=False):
        caller = get_account_id()
        denied = original(method, bucket, key, headers, query_params, body, internal)
        reads = method in ("GET", "HEAD") and key and set(query_params) <= {"versionId", "x-id", "partNumber"}
        if denied is not None or internal or not reads:
            return denied
        access_key = s3._request_access_key(method, key, headers, query_params, body)
        if may_decrypt(access_key, caller, bucket, key):
            return None
        return s3._error("AccessDenied", "Access Denied: not authorized to perform kms:Decrypt", 403, f"/{bucket}/{key}")

    return scope


def may_decrypt(access_key, caller, bucket, key):
    record = (s3._buckets.get(bucket) or {}).get("objects", {}).get(key) or {}
    key_arn = record.get("preserved_headers", {}).get("x-amz-server-side-encryption-aws-kms-key-id", "")
    if not key_arn.startswith("arn:") or record.get("replication_status") == "REPLICA":
        return True
    region, owner = key_arn.split(":")[3:5]
    with request_scope(owner, region):
        found = kms.key_policy_for_arn(key_arn)
    if found is None:
        return True
    with request_scope(caller, region):
        principal = iam_evaluator.resolve_principal(access_key, caller)
    if not hasattr(principal, "policies") or principal.policies is None:
        return hasattr(principal, "policies")
    ctx = iam_evaluator.EvalContext(
        principal_arn=principal.arn,
        principal_type=principal.type,
        principal_account=principal.account,
        action="kms:Decrypt",
        resource_arn=key_arn,
        region=region,
        service_context={
            "kms:viaservice": f"s3.{region}.amazonaws.com",
            # With a bucket key the context is the bucket.
            "kms:encryptioncontext:aws:s3:arn": f"arn:aws:s3:::{bucket}",
        },
        principal_keys=principal.keys,
    )
    identity = iam_evaluator.evaluate(ctx, principal.policies, *principal.limits)
    decided = iam_evaluator.combine_resource_policy(
        identity, ctx, *found, required=True, limits=principal.limits
    )
    return decided.decision == "Allow"


def install():
    """Puts the additions in place; ministack looks each of these names up again at every request."""
    iam_evaluator._resolve_condition_key = with_caller_facts(iam_evaluator._resolve_condition_key)
    iam_actions.s3_service_context = with_object_facts(iam_actions.s3_service_context)
    iam_actions.request_tag_context = with_tagging_requests(iam_actions.request_tag_context)
    iam_actions.s3_additional_checks = with_tag_permission(iam_actions.s3_additional_checks)
    s3._foreign_bucket_allows = with_callers_themselves(s3._foreign_bucket_allows)
    s3._apply_bucket_scope = with_decryption(s3._apply_bucket_scope)
