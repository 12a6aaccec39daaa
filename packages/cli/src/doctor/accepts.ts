import type { SignedDelivery } from "@mynth-webhooks/testing";
import { isReceived } from "../deliver.ts";
import { type Check, describeAnswer, useRawBody } from "./check.ts";
import { type Signer, withHeader } from "./signer.ts";

interface Acceptance {
  readonly what: string;
  readonly make: (signer: Signer) => SignedDelivery;
  /** What to change if the delivery is rejected. */
  readonly remedy: string;
}

const acceptances: readonly Acceptance[] = [
  {
    what: "accepts odd spacing, escapes and 1.0",
    make: ({ payload, sign }) => sign(serializeOddly(payload({ request: { metadata: { name: "Café", weight: 1 } } }))),
    remedy: useRawBody,
  },
  {
    what: "accepts the second of two signatures",
    make: ({ scheme, payload, sign }) =>
      scheme === "mynth"
        ? withHeader(sign(payload()), "x-mynth-signature", (value) => value.replace("v1=", `v1=${"0".repeat(64)},v1=`))
        : withHeader(sign(payload()), "webhook-signature", (value) => `v1,${"A".repeat(43)}= ${value}`),
    remedy: "While a secret is rotated, the header holds several signatures. Accept any of them that matches.",
  },
  {
    what: "accepts unknown fields",
    make: ({ payload, sign }) => sign({ ...payload(), new_field: { nested: [1] } }),
    remedy: "It rejects unknown fields. Mynth adds fields over time, so let them pass.",
  },
  {
    what: "accepts an unknown event name",
    make: ({ scheme, payload, sign }) =>
      sign({ ...payload(), [scheme === "mynth" ? "event" : "type"]: "task.hologram.generate.completed" }),
    remedy: "Mynth expects a 2xx for unknown event names, and retries anything else for days.",
  },
];

/** Serializes JSON in a way that no common serializer does. */
function serializeOddly(payload: object): string {
  const text = JSON.stringify(payload).replace("Café", "Caf\\u00e9 é").replace('"weight":1', '"weight": 1.0');
  return `{ ${text.slice(1, -1)}\r\n}\n`;
}

/** Returns the checks for deliveries that a receiver must accept, apart from the plain one. */
export function acceptChecks(signer: Signer): readonly Check[] {
  return acceptances.map(({ what, make, remedy }) => ({
    what,
    async ask(send) {
      const answer = await send(make(signer));
      const right = isReceived(answer);
      return { verdict: right ? "right" : "wrong", seen: describeAnswer(answer), ...(right ? {} : { remedy }) };
    },
  }));
}
