import * as z from "zod/mini";
import { usdPattern } from "./usd-pattern.ts";

export const usd = z.string().check(z.regex(usdPattern, "expected US dollars as a decimal string"));

/** The reason why a task, or one of its images or videos, failed. Source: Mynth's SDK. */
export const taskError = z.looseObject({
  /**
   * Lowercase in Standard Webhooks deliveries, such as `"restricted_content"`, `"provider_error"`,
   * `"capability_not_supported"`, `"output_too_large"`, `"insufficient_balance"` and `"validation_error"`. Uppercase in
   * earlier ones, such as `"GENERATION_FAILED"`, `"REVIEW_FAILED"` and `"RATE_LIMITED"`. Mynth can add codes.
   */
  code: z.string(),
  /** A description for people, not for programs. */
  message: z.optional(z.string()),
});

/** A failed image or video. Its task may still be completed. */
export const failedItem = z.looseObject({
  status: z.literal("failed"),
  /** A string on older deliveries. */
  error: z.optional(z.union([z.string(), taskError], "expected a string or an object with a code")),
});

/** The status of a successful image or video: `"succeeded"` on older deliveries, `"success"` on later ones. */
export const succeeded = z.enum(["succeeded", "success"]);

/** Your own data, which Mynth sends back: nested JSON, at most 2 KB. */
export const metadata = z.record(z.string(), z.unknown());

/**
 * The task of an event. Source: the guide for `id`, Mynth's SDK for the rest, which only later deliveries have. Only
 * Standard Webhooks deliveries have `type` and the fields after it.
 */
export const task = z.looseObject({
  /** `tsk_...` */
  id: z.string(),
  /** The total cost of the task, in US dollars. */
  cost: z.optional(z.nullable(usd)),
  /** Such as `"image.generate"`. */
  type: z.optional(z.string()),
  /** The outcome, as in the event's name. */
  status: z.optional(z.enum(["completed", "failed"])),
  user_id: z.optional(z.string()),
  /** The API key that created the task; `null` for tasks without one. */
  api_key_id: z.optional(z.nullable(z.string())),
  /** ISO 8601. */
  created_at: z.optional(z.string()),
  /** ISO 8601: when the task completed or failed. */
  updated_at: z.optional(z.string()),
});

/** The fields that Standard Webhooks adds to an event. Source: Mynth's SDK. */
export const eventFields = z.looseObject({
  /** `evt_...`, the same as the `webhook-id` header. */
  id: z.optional(z.string()),
  /** ISO 8601: when the task completed or failed, not when this attempt was sent. */
  timestamp: z.optional(z.string()),
});
