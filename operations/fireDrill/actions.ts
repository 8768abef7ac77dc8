/** The calls of a fire drill besides those of `verify`, and the IAM action that each of them needs. */
import { ALARM_ACTIONS } from "../live/actions";

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const DRILL_ACTIONS = {
  GetBucketPolicy: "s3:GetBucketPolicy",
  PutBucketPolicy: "s3:PutBucketPolicy",
  DeleteBucketPolicy: "s3:DeleteBucketPolicy",
  DescribeAlarms: ALARM_ACTIONS.DescribeAlarms,
} as const;

/** Those that are made in an emulator only. */
export const EMULATED_DRILL_ACTIONS = {
  GetBucketVersioning: "s3:GetBucketVersioning",
  PutBucketVersioning: "s3:PutBucketVersioning",
  PutMetricData: "cloudwatch:PutMetricData",
  SetAlarmState: "cloudwatch:SetAlarmState",
} as const;
