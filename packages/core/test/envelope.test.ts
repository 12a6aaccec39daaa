import fc from "fast-check";
import { expect, test } from "vitest";
import { envelopeIssues, hasEnvelope } from "../src/events/envelope.ts";
import { eventNames } from "../src/index.ts";
import { eventSchemas } from "../src/schemas.ts";

const members = ["images", "level", "alt", "score", "image", "videos"];
const value = fc.oneof(fc.jsonValue(), fc.constantFrom("", "tsk_1", 1, [], {}, null));
const result = fc.oneof(value, fc.dictionary(fc.constantFrom(...members), value));
const task = fc.oneof(value, fc.record({ id: value }));

test("the look that every delivery gets says what the schema of the envelope says", () => {
  fc.assert(
    fc.property(fc.constantFrom(...eventNames), task, result, (name, task, result) => {
      const payload: Record<string, unknown> = JSON.parse(JSON.stringify({ event: name, task, result }));
      const parsed = eventSchemas(name).envelope.safeParse(payload);
      const places = new Set(parsed.error?.issues.map(({ path }) => path.join(".")));
      expect(hasEnvelope(payload, name)).toBe(parsed.success);
      expect(envelopeIssues(payload, name).map(({ path }) => path)).toEqual([...places]);
    }),
    { numRuns: 2000 },
  );
});
