import * as z from "zod/mini";
import { itemError, usd } from "./fields.ts";

/** What is known of a generated image wherever one appears. */
export const image = z.looseObject({
  /** `img_...` */
  id: z.string(),
  /** Where the image lies; `null` when it was delivered to storage of your own only. Then `mynth_url` is the address. */
  url: z.nullable(z.string()),
  /** Where Mynth keeps it. On later deliveries only. */
  mynth_url: z.optional(z.nullable(z.string())),
  /** What this image cost, in US dollars. */
  cost: z.optional(z.nullable(usd)),
  /** Width and height in pixels, as in `"1536x1024"`. */
  size: z.optional(z.string()),
  /** As in `"webp"`. */
  format: z.optional(z.string()),
  /** Which storage of your own it was delivered to. */
  destination: z.optional(z.unknown()),
  /** What a rating asked for with the generation said. */
  rating: z.optional(z.unknown()),
});

/** An image that was made. Older deliveries say `"succeeded"`, later ones `"success"`. */
export const succeededImage = z.extend(image, { status: z.enum(["succeeded", "success"]) });

/** An image that was not made, in a task that may be completed all the same. */
export const failedImage = z.looseObject({
  status: z.literal("failed"),
  error: z.optional(itemError),
});

/** One of the images of a generation. A completed generation can hold failed ones: check each `status`. */
export const imageOutcome = z.discriminatedUnion("status", [succeededImage, failedImage]);
