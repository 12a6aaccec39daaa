import * as z from "zod/mini";
import { failedItem, succeeded, taskError, usd } from "./fields.ts";

/** The result of the delivery of an image to your own storage. Source: Mynth's SDK. */
const destinationOutcome = z.discriminatedUnion("status", [
  z.looseObject({
    status: succeeded,
    /** The name that you gave the destination. */
    name: z.string(),
  }),
  z.looseObject({
    status: z.literal("failed"),
    name: z.string(),
    error: z.optional(
      z.extend(taskError, {
        /** The response of your storage provider. */
        provider_response: z.optional(z.string()),
      }),
    ),
  }),
]);

/** The result of a rating that was requested with the image. Source: Mynth's SDK. */
const ratingOutcome = z.discriminatedUnion("status", [
  z.looseObject({
    status: succeeded,
    /** `"sfw"`, `"nsfw"`, or the `value` of one of your own levels. */
    level: z.string(),
  }),
  z.looseObject({ status: z.literal("failed"), error: z.optional(taskError) }),
]);

/** The fields of every generated image. Source: the guide; Mynth's SDK for later fields. */
export const image = z.looseObject({
  /** `img_...` */
  id: z.string(),
  /** The URL of the image; `null` if only your own storage gets it. Use `mynth_url` then. */
  url: z.nullable(z.string()),
  /** The URL of Mynth's copy, which is served for 7 days. Only on later deliveries. */
  mynth_url: z.optional(z.nullable(z.string())),
  /** The cost of this image, in US dollars. Only on earlier deliveries. */
  cost: z.optional(z.nullable(usd)),
  /** Width and height in pixels, such as `"1536x1024"`. */
  size: z.optional(z.string()),
  /** Such as `"webp"`. */
  format: z.optional(z.string()),
  /** The result of its delivery to your own storage. Present if the request has a `destination`. */
  destination: z.optional(destinationOutcome),
  /** The result of its rating. Present if the request has a `rating`. */
  rating: z.optional(ratingOutcome),
  /** The rating. Only on the oldest deliveries, which have no `rating`. */
  content_rating: z.optional(
    z.looseObject({
      /** `"default"`, or `"custom"` with your own levels. */
      mode: z.optional(z.string()),
      level: z.optional(z.string()),
    }),
  ),
  /** The provider that generated the image. Only on the oldest deliveries. */
  provider: z.optional(z.string()),
});

/** A successful image. */
export const succeededImage = z.extend(image, { status: succeeded });

/** One image of a generation. A completed generation can contain failed images: check each `status`. */
export const imageOutcome = z.discriminatedUnion("status", [succeededImage, failedItem]);
