import * as z from "zod/mini";

const confidence = z.enum(["low", "medium", "high"]);

/** The request in `task.image.review.*`. Source: Mynth's SDK. */
export const imageReviewRequest = z.looseObject({
  /** The image to review. */
  url: z.string(),
  effort: z.optional(z.enum(["low", "high"])),
});

/** The result in `task.image.review.completed`. */
export const imageReviewResult = z.looseObject({
  /** 1 to 4; higher is better. */
  score: z.number(),
  summary: z.string(),
  findings: z.array(
    z.looseObject({
      /** The fault, in words. */
      finding: z.string(),
      category: z.string(),
      severity: z.enum(["critical", "major", "minor"]),
      /** The place in the image, in words. */
      where: z.string(),
      confidence,
    }),
  ),
  strengths: z.array(z.looseObject({ strength: z.string(), confidence })),
  url: z.optional(z.string()),
});
