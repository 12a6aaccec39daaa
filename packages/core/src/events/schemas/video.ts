import * as z from "zod/mini";
import { failedItem, succeeded, usd } from "./fields.ts";

/** A successful video. Source: Mynth's SDK. */
export const succeededVideo = z.looseObject({
  status: succeeded,
  /** `vid_...` */
  id: z.string(),
  /** The URL of the video; `null` if it could not be delivered there. Use `mynth_url` then. */
  url: z.nullable(z.string()),
  /** The URL of Mynth's copy, which is served for 7 days. */
  mynth_url: z.optional(z.nullable(z.string())),
  /** The cost of this video, in US dollars. */
  cost: z.optional(z.nullable(usd)),
  /** In seconds. */
  duration: z.optional(z.number()),
  /** Such as `"720p"`. */
  resolution: z.optional(z.string()),
  /** Whether it has sound. */
  audio: z.optional(z.boolean()),
});

/** One video of a generation. A completed generation can contain failed videos: check each `status`. */
export const videoOutcome = z.discriminatedUnion("status", [succeededVideo, failedItem]);
