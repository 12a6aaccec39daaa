import * as z from "zod/mini";
import { usdPattern } from "../usd-pattern.ts";

export const usd = z.string().check(z.regex(usdPattern, "expected US dollars as a decimal string"));

/** Why a task, or one image or video of it, failed. */
export const taskError = z.looseObject({
  /** Lower case in Standard Webhooks deliveries (`"provider_error"`), upper case in the ones before. */
  code: z.string(),
  /** For people to read, not for programs. */
  message: z.optional(z.string()),
});

/** An image or a video that was not made, in a task that may be completed all the same. */
export const failedItem = z.looseObject({
  status: z.literal("failed"),
  /** A text on older deliveries. */
  error: z.optional(z.union([z.string(), taskError])),
});

/** How an image or a video that was made says so: older deliveries `"succeeded"`, later ones `"success"`. */
export const succeeded = z.enum(["succeeded", "success"]);

/** What the sender was told to keep and send back: nested JSON, at most 2 KB. */
export const metadata = z.record(z.string(), z.unknown());

/**
 * The task an event is about. Source: the guide for `id`, Mynth's SDK for the rest, which only later deliveries carry;
 * those from `type` on are of Standard Webhooks deliveries alone.
 */
export const task = z.looseObject({
  /** `tsk_...` */
  id: z.string(),
  /** What the task cost in all, in US dollars. */
  cost: z.optional(z.nullable(usd)),
  /** As in `"image.generate"`. */
  type: z.optional(z.string()),
  status: z.optional(z.string()),
  user_id: z.optional(z.string()),
  /** The API key that made the task; `null` for tasks made without one. */
  api_key_id: z.optional(z.nullable(z.string())),
  /** ISO 8601. */
  created_at: z.optional(z.string()),
  /** ISO 8601: when the task settled. */
  updated_at: z.optional(z.string()),
});
