/** The example body from Mynth's guide "Use webhooks": a task that generated one image. */
export const completedPayload = {
  event: "task.image.generate.completed",
  task: { id: "tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP" },
  request: { prompt: "Packaging concept for a botanical tea brand", model: "google/gemini-3.1-flash-image" },
  result: {
    model: "google/gemini-3.1-flash-image",
    images: [{ status: "succeeded", id: "img_123", url: "https://cdn.example.com/img_123.webp", cost: "0.01250000" }],
    cost: { images: "0.01000000", total: "0.01250000" },
  },
} as const;
