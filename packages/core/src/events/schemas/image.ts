import * as z from "zod/mini";
import { failedItem, succeeded, usd } from "./fields.ts";

/** The fields of every generated image. Source: the guide; Mynth's SDK for later fields. */
export const image = z.looseObject({
  /** `img_...` */
  id: z.string(),
  /** The URL of the image; `null` if only your own storage gets it. Use `mynth_url` then. */
  url: z.nullable(z.string()),
  /** The URL of Mynth's copy. Only on later deliveries. */
  mynth_url: z.optional(z.nullable(z.string())),
  /** The cost of this image, in US dollars. Only on earlier deliveries. */
  cost: z.optional(z.nullable(usd)),
  /** Width and height in pixels, such as `"1536x1024"`. */
  size: z.optional(z.string()),
  /** Such as `"webp"`. */
  format: z.optional(z.string()),
  /** The result of its delivery to your own storage. */
  destination: z.optional(z.unknown()),
  /** The result of a rating that was requested with the generation. */
  rating: z.optional(z.unknown()),
});

/** A successful image. */
export const succeededImage = z.extend(image, { status: succeeded });

/** One image of a generation. A completed generation can contain failed images: check each `status`. */
export const imageOutcome = z.discriminatedUnion("status", [succeededImage, failedItem]);
