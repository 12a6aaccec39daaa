import * as z from "zod/mini";
import { failedItem, succeeded, usd } from "./fields.ts";

/** A video that was made. Source: Mynth's SDK. */
export const succeededVideo = z.looseObject({
  status: succeeded,
  /** `vid_...` */
  id: z.string(),
  /** Where the video lies; `null` when it could not be brought there. Then `mynth_url` is the address. */
  url: z.nullable(z.string()),
  /** Where Mynth keeps it. */
  mynth_url: z.optional(z.nullable(z.string())),
  /** What this video cost, in US dollars. */
  cost: z.optional(z.nullable(usd)),
  /** In seconds. */
  duration: z.optional(z.number()),
  /** As in `"720p"`. */
  resolution: z.optional(z.string()),
  /** Whether it has sound. */
  audio: z.optional(z.boolean()),
});

/** One of the videos of a generation. A completed generation can hold failed ones: check each `status`. */
export const videoOutcome = z.discriminatedUnion("status", [succeededVideo, failedItem]);
