import * as z from "zod/mini";

/** US dollars as a decimal string, eight places as sent: `"0.01250000"`. Never a float. */
export const usd = z.string().check(z.regex(/^[0-9]+(\.[0-9]+)?$/, "expected US dollars as a decimal string"));

/** Why a task, or one image or video of it, failed. */
export const taskError = z.looseObject({
  /** Lower case in Standard Webhooks deliveries, upper case in the ones before. */
  code: z.string(),
  message: z.optional(z.string()),
});

/** What came of a failed image or video: a text on older deliveries. */
export const itemError = z.union([z.string(), taskError]);

/** What the sender was told to keep and send back: nested JSON, at most 2 KB. */
export const metadata = z.record(z.string(), z.unknown());

export const task = z.looseObject({
  /** `tsk_...` */
  id: z.string(),
  /** What the task cost in all, in US dollars. On later deliveries only. */
  cost: z.optional(z.nullable(usd)),
});
