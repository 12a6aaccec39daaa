import type { Operation, TaskRequest, TaskResult } from "@mynth-webhooks/core";

/** An example request and result of every operation, in the newer spelling. */
export const exampleOperations: {
  readonly [O in Operation]: {
    readonly request: TaskRequest<O>;
    readonly result: TaskResult<O>;
    readonly cost: string;
  };
} = {
  "image.generate": {
    request: {
      prompt: "A lighthouse in the fog",
      model: "black-forest-labs/flux.2-pro",
      count: 2,
      size: "3:2",
      output: { format: "webp", quality: 80 },
      inputs: [
        { type: "image", as: "reference", source: { type: "url", url: "https://shop.example.com/lighthouse.webp" } },
      ],
      magic_prompt: true,
      rating: true,
      webhook: { custom: [{ url: "https://shop.example.com" }] },
      generate_public_access_token: false,
      metadata: { order: "ord_42" },
      destination: "shop-bucket",
    },
    result: {
      model: "black-forest-labs/flux.2-pro",
      images: [
        {
          status: "success",
          ...createImage("img_01K8LIGHTHOUSE"),
          destination: { status: "success", name: "shop-bucket" },
          rating: { status: "success", level: "sfw" },
        },
        { status: "failed", error: { code: "restricted_content", message: "The image was held back." } },
      ],
      magic_prompt: { positive: "A white lighthouse in thick fog at dawn", negative: "people" },
    },
    cost: "0.03000000",
  },
  "image.rate": {
    request: { url: "https://shop.example.com/lighthouse.webp", mode: "nsfw_sfw" },
    result: { level: "sfw" },
    cost: "0.00020000",
  },
  "image.alt": {
    request: { url: "https://shop.example.com/lighthouse.webp" },
    result: { alt: "A white lighthouse in thick fog" },
    cost: "0.00040000",
  },
  "image.review": {
    request: { url: "https://shop.example.com/lighthouse.webp", effort: "high" },
    result: {
      score: 3,
      summary: "Well composed, with one small fault.",
      findings: [
        {
          finding: "The railing ends in the air",
          category: "geometry",
          severity: "minor",
          where: "the gallery at the top",
          confidence: "medium",
        },
      ],
      strengths: [{ strength: "Convincing fog", confidence: "high" }],
    },
    cost: "0.02000000",
  },
  "image.remove_background": {
    request: { url: "https://shop.example.com/mug.jpg", output: { format: "webp" }, metadata: { order: "ord_42" } },
    result: { image: createImage("img_01K8MUG") },
    cost: "0.02000000",
  },
  "image.upscale": {
    request: {
      url: "https://shop.example.com/mug.jpg",
      size: "2x",
      effort: "low",
      output: { format: "webp" },
      metadata: { order: "ord_42" },
    },
    result: { image: createImage("img_01K8MUGLARGE") },
    cost: "0.03000000",
  },
  "video.generate": {
    request: { model: "prunaai/p-video", prompt: "Fog rolling over a lighthouse", duration: 5, resolution: "720p" },
    result: {
      model: "prunaai/p-video",
      videos: [
        {
          status: "success",
          id: "vid_01K8FOG",
          url: "https://cdn.example.com/vid_01K8FOG.mp4",
          mynth_url: "https://cdn.example.com/vid_01K8FOG.mp4",
          cost: "0.40500000",
          duration: 5,
          resolution: "720p",
          audio: false,
        },
      ],
    },
    cost: "0.40500000",
  },
};

function createImage(id: string) {
  const url = `https://cdn.example.com/${id}.webp`;
  return { id, url, mynth_url: url, size: "1536x1024", format: "webp" };
}
