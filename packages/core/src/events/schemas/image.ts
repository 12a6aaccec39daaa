import * as z from "zod/mini";
import { failedItem, succeeded, usd } from "./fields.ts";

/** What is known of a made image wherever one appears. Source: the guide; Mynth's SDK for later fields. */
export const image = z.looseObject({
  /** `img_...` */
  id: z.string(),
  /** Where the image lies; `null` when it was to go to storage of your own only. Then `mynth_url` is the address. */
  url: z.nullable(z.string()),
  /** Where Mynth keeps it. On later deliveries only. */
  mynth_url: z.optional(z.nullable(z.string())),
  /** What this image cost, in US dollars. On earlier deliveries only. */
  cost: z.optional(z.nullable(usd)),
  /** Width and height in pixels, as in `"1536x1024"`. */
  size: z.optional(z.string()),
  /** As in `"webp"`. */
  format: z.optional(z.string()),
  /** What became of its delivery to storage of your own. */
  destination: z.optional(z.unknown()),
  /** What a rating asked for with the generation said. */
  rating: z.optional(z.unknown()),
});

/** An image that was made. */
export const succeededImage = z.extend(image, { status: succeeded });

/** One of the images of a generation. A completed generation can hold failed ones: check each `status`. */
export const imageOutcome = z.discriminatedUnion("status", [succeededImage, failedItem]);
