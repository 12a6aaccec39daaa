import fc from "fast-check";
import { expect, test } from "vitest";
import { findEnvelopeIssues, hasEnvelope } from "../src/events/envelope.ts";
import { eventNames } from "../src/index.ts";
import { eventSchemas } from "../src/schemas.ts";

const fields = ["images", "level", "alt", "score", "image", "videos"];
const value = fc.oneof(fc.jsonValue(), fc.constantFrom("", "tsk_1", 1, [], {}, null));
const result = fc.oneof(value, fc.dictionary(fc.constantFrom(...fields), value));
const task = fc.oneof(value, fc.record({ id: value }));

test("hasEnvelope and findEnvelopeIssues agree with the zod schema of the envelope", () => {
  fc.assert(
    fc.property(fc.constantFrom(...eventNames), task, result, (name, task, result) => {
      const payload: Record<string, unknown> = JSON.parse(JSON.stringify({ event: name, task, result }));
      const parsed = eventSchemas(name).envelope.safeParse(payload);
      const places = new Set(parsed.error?.issues.map(({ path }) => path.join(".")));
      expect(hasEnvelope(payload, name)).toBe(parsed.success);
      expect(findEnvelopeIssues(payload, name).map(({ path }) => path)).toEqual([...places]);
    }),
    { numRuns: 2000 },
  );
});
