import { type Delivery, eventNames, type MynthEventName, verifyDelivery } from "@mynth-webhooks/core";
import { asStandardWebhooks, exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const generations = [
  {
    generation: "X-Mynth-Signature",
    secret: "wbs_test",
    getBody: (name: MynthEventName): object => exampleEvent(name),
  },
  {
    generation: "Standard Webhooks",
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    getBody: (name: MynthEventName): object => asStandardWebhooks(exampleEvent(name)),
  },
];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

/** Returns the paths of every object in a value, or of every other value. */
function findPaths(value: unknown, wanted: "objects" | "details", path: Path = []): Path[] {
  const isContainer = typeof value === "object" && value !== null;
  const own = isContainer === (wanted === "objects") && !Array.isArray(value) ? [path] : [];
  if (!isContainer) return own;
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [...own, ...keys.flatMap((key) => findPaths(Reflect.get(value, key), wanted, [...path, key]))];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((inner: unknown, key) => Reflect.get(Object(inner), key), value);
}

function changed(value: object, path: Path, change: (container: object) => void): object {
  const copy = structuredClone(value);
  change(Object(at(copy, path)));
  return copy;
}

/** The fields that every handler needs, and that the headers must match. */
const envelope =
  /^(event|type|id|task\.id|data\.id|data|task|(data\.)?result(\.(images|level|alt|score|image|videos))?)$/;

const anyName = fc.constantFrom(...eventNames);
// The prefix "new_" avoids the names of existing fields.
const newField = fc.tuple(
  fc.oneof(
    fc.string().map((name) => `new_${name}`),
    fc.constantFrom("__proto__", "constructor", "toString"),
  ),
  fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json),
);

describe.each(generations)("by $generation", ({ generation, secret, getBody }) => {
  const receive = (body: object, strict = false): Promise<{ known: boolean; event: object; delivery: Delivery }> =>
    verifyDelivery(signDelivery(body, { secret }), secret, { strict });

  /** Converts an object's path in the body to its path in the event. */
  const toEventPath = (path: Path): Path => {
    if (path[0] !== "data") return path;
    const [, part, ...rest] = path;
    const own = part === "request" || part === "result" || part === "errors";
    return part === undefined ? ["task"] : own ? [part, ...rest] : ["task", part, ...rest];
  };

  test(`a ${generation} delivery with a new field anywhere is accepted, even if strict, and keeps the field`, async () => {
    await fc.assert(
      fc.asyncProperty(anyName, fc.nat(), newField, async (name, index, [field, value]) => {
        const body = getBody(name);
        const objects = findPaths(body, "objects");
        const path = objects[index % objects.length]!;
        const added = changed(body, path, (object) =>
          Object.defineProperty(object, field, { value, enumerable: true, configurable: true, writable: true }),
        );
        const { known, event, delivery } = await receive(added, true);
        expect(known).toBe(true);
        expect(delivery.payload).toEqual(added);
        expect(Object.getOwnPropertyDescriptor(Object(at(event, toEventPath(path))), field)?.value).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test(`a ${generation} delivery with a detail of another type is accepted with an issue, and rejected if strict`, async () => {
    let reported = 0;
    await fc.assert(
      fc.asyncProperty(anyName, fc.nat(), fc.jsonValue(), async (name, index, json) => {
        const value: unknown = JSON.parse(JSON.stringify(json));
        const body = getBody(name);
        const details = findPaths(body, "details").filter((path) => !envelope.test(path.join(".")));
        const path = details[index % details.length]!;
        const odd = changed(body, path.slice(0, -1), (object) => Reflect.set(object, path.at(-1)!, value));
        const { known, event, delivery } = await receive(odd);
        expect(known).toBe(true);
        expect(delivery.payload).toEqual(odd);
        // A null means that there is no result or there are no errors.
        if (value !== null) expect(at(event, toEventPath(path))).toEqual(value);
        if (delivery.issues.length === 0) return;
        reported += 1;
        await expect(receive(odd, true)).rejects.toMatchObject({
          code: "invalid_payload",
          details: { issues: delivery.issues },
        });
      }),
      { numRuns: 300 },
    );
    expect(reported).toBeGreaterThan(50);
  });

  test(`a ${generation} delivery with a new event name is accepted, with any other content`, async () => {
    const field = secret.startsWith("whsec_") ? "type" : "event";
    const name = fc.string({ minLength: 1 }).filter((name) => !name.startsWith("task."));
    await fc.assert(
      fc.asyncProperty(name, fc.dictionary(fc.string(), fc.jsonValue()), async (name, others) => {
        const { id: _, ...body } = { ...others, [field]: name };
        const { known, event, delivery } = await receive(body, true);
        expect(known).toBe(false);
        expect(event).toEqual({ ...JSON.parse(JSON.stringify(body)), event: name });
        const escaped = name.replaceAll("%", "%25").replaceAll(":", "%3A");
        expect(delivery.key.startsWith(`${escaped}:`)).toBe(true);
      }),
    );
  });

  test.each(["task.constructor.generate.completed", "constructor", "__proto__", "task.image.generate.pending"])(
    `a ${generation} delivery with the name %s is an unknown event`,
    async (name) => {
      const field = secret.startsWith("whsec_") ? "type" : "event";
      expect(await receive({ ...getBody("task.image.alt.completed"), [field]: name })).toMatchObject({ known: false });
    },
  );
});
