import fc from "fast-check";
import { expect, test } from "vitest";
import { createIssue } from "../src/events/schemas/create-issue.ts";
import { findIssues } from "../src/events/schemas/find-issues.ts";
import { verifyDelivery } from "../src/index.ts";
import { signWithStripe } from "./signed-with.ts";

const completed = "task.image.generate.completed";
const generated = (images: unknown, request: object = {}) => ({
  event: completed as typeof completed,
  task: { id: "tsk_1" },
  request: { prompt: "A lighthouse", ...request },
  result: { model: "m", images },
});
const image = { status: "success", id: "img_1", url: null };
/** In milliseconds, a hundred times the usual time. */
const bound = 10_000;

test("findIssues names the field and the expected value", () => {
  const event = {
    ...generated([{ status: "moderated" }, { ...image, cost: 5 }, 0]),
    task: { id: "tsk_1", status: "done", cost: "1e9" },
  };
  expect(findIssues(event)).toEqual([
    { path: "task.cost", message: "expected US dollars as a decimal string" },
    { path: "task.status", message: 'expected "completed" or "failed"' },
    { path: "result.images[0].status", message: 'expected "succeeded", "success" or "failed"' },
    { path: "result.images[1].cost", message: "expected a string" },
    { path: "result.images[2]", message: "expected an object" },
  ]);
});

test("findIssues returns at most 20 issues, and then the number of the others", () => {
  const issues = findIssues(generated(Array(50).fill(0)));
  expect(issues).toHaveLength(21);
  expect(issues[19]).toEqual({ path: "result.images[19]", message: "expected an object" });
  expect(issues[20]).toEqual({ path: "", message: "30 more issues" });
  expect(findIssues(generated(Array(20).fill(0)))).toHaveLength(20);
  expect(findIssues(generated(Array(21).fill(0))).at(-1)).toEqual({ path: "", message: "1 more issue" });
});

test("findIssues checks the first 100 items of an array, and says so", () => {
  expect(findIssues(generated(Array(100).fill(image)))).toEqual([]);
  expect(findIssues(generated([...Array(100).fill(image), 0]))).toEqual([
    { path: "result.images", message: "only the first 100 of 101 items are checked" },
  ]);
  const levels = Array(500_000).fill(0);
  const issues = findIssues(generated([], { rating: { mode: "custom", levels }, webhook: { custom: levels } }));
  expect(issues.map(({ path }) => path).slice(0, 4)).toEqual([
    "request.rating.levels",
    "request.webhook.custom",
    "request.rating",
    "request.webhook.custom[0]",
  ]);
  expect(issues.at(-1)).toEqual({ path: "", message: "83 more issues" });
});

test("findIssues does not look into fields that have no schema", () => {
  const items = Array(1000).fill(0);
  const event = generated([{ ...image, new_field: items }], { metadata: { items }, new_field: { items } });
  expect(findIssues({ ...event, ...JSON.parse('{"__proto__": [1], "constructor": 1}') })).toEqual([]);
});

test.each([
  { what: "very many invalid images", event: generated(Array(1_000_000).fill(0)) },
  { what: "very many failed images", event: generated(Array(300_000).fill({ status: "failed", error: 1 })) },
  {
    what: "very many fields",
    event: generated([], {
      metadata: Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`f${index}`, 0])),
    }),
  },
  {
    what: "very deep fields",
    event: generated(
      [JSON.parse(`${'{"destination":'.repeat(20_000)}1${"}".repeat(20_000)}`)],
      JSON.parse(`{"metadata":${"[".repeat(20_000)}${"]".repeat(20_000)}}`),
    ),
  },
])("findIssues takes little time for an event with $what, and its result is small", ({ event }) => {
  const start = performance.now();
  const issues = findIssues(event);
  expect(performance.now() - start).toBeLessThan(bound);
  expect(issues.length).toBeLessThan(22);
  expect(JSON.stringify(issues).length).toBeLessThan(9000);
});

test("a strict rejection of a body full of invalid items has small details", async () => {
  for (const count of [1000, 130_000, 400_000]) {
    const body = JSON.stringify(generated(Array(count).fill(0)));
    const headers = signWithStripe("wbs_0123456789", body, Math.floor(Date.now() / 1000));
    const verify = (strict: boolean) => verifyDelivery({ headers, body }, "wbs_0123456789", { strict });
    await expect(verify(false)).resolves.toMatchObject({ known: true });
    const error: unknown = await verify(true).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "invalid_payload" });
    expect(JSON.stringify(error).length).toBeLessThan(5000);
  }
});

test("createIssue formats a path", () => {
  expect(createIssue(["result", "images", 0, "cost"], "m")).toEqual({ path: "result.images[0].cost", message: "m" });
  expect(createIssue([], "m")).toEqual({ path: "", message: "m" });
});

test("the path and the message of an issue are short and have no control characters, whatever the field's name is", () => {
  const key = fc.oneof(fc.nat(), fc.string({ unit: "binary" }), fc.string({ minLength: 300, maxLength: 400 }));
  fc.assert(
    fc.property(fc.array(key), fc.string({ unit: "binary", maxLength: 400 }), (path, text) => {
      for (const part of Object.values(createIssue(path, text))) {
        expect(part.length).toBeLessThanOrEqual(200);
        expect(part).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
    }),
  );
  expect(createIssue(["a\u001b[31m\u202e\ud800b\n"], "\r\n")).toEqual({ path: "a�[31m��b�", message: "��" });
});
