import { expect, test } from "vitest";
import { failedImages, type MynthEvent, succeededImages } from "../src/index.ts";

const event = (name: string, result: object) =>
  ({ event: name, task: { id: "tsk_1" }, request: {}, result }) as MynthEvent;
const earlier = { status: "succeeded", id: "img_1", url: "https://x" };
const later = { status: "success", id: "img_2", url: null, mynth_url: "https://y" };
const failed = { status: "failed", error: "text" };
const failedLater = { status: "failed", error: { code: "restricted_content" } };
const odd = [null, 7, "text", { status: { toString: 1 } }, { status: "moderated" }];

test("succeededImages and failedImages read both spellings of a status, and ignore invalid images", () => {
  const generated = event("task.image.generate.completed", { images: [earlier, failed, later, ...odd, failedLater] });
  expect(succeededImages(generated)).toEqual([earlier, later]);
  expect(failedImages(generated)).toEqual([failed, failedLater]);
});

test.each(["task.image.upscale.completed", "task.image.remove_background.completed"])(
  "succeededImages returns the only image of %s",
  (name) => {
    const { status: _, ...image } = later;
    expect(succeededImages(event(name, { image }))).toEqual([image]);
    expect(failedImages(event(name, { image }))).toEqual([]);
  },
);

test.each(["task.image.generate.failed", "task.image.alt.completed", "task.video.generate.completed"])(
  "succeededImages and failedImages are empty for %s",
  (name) => {
    expect([...succeededImages(event(name, {})), ...failedImages(event(name, {}))]).toEqual([]);
  },
);
