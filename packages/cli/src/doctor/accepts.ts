import type { SignedDelivery } from "@mynth-webhooks/testing";
import { isReceived } from "../deliver.ts";
import { type Check, seen } from "./check.ts";
import { type Signer, withHeader } from "./signer.ts";

interface Acceptance {
  readonly what: string;
  readonly make: (signer: Signer) => SignedDelivery;
  /** What it means if it is refused. */
  readonly remedy: string;
}

const acceptances: readonly Acceptance[] = [
  {
    what: "accepts odd spacing, escapes and 1.0",
    make: ({ payload, sign }) => sign(oddly(payload({ request: { metadata: { name: "Café", weight: 1 } } }))),
    remedy:
      "It verifies JSON made anew from parsed values, not the bytes that came: take the raw body before any parser, and verify that.",
  },
  {
    what: "accepts the second of two signatures",
    make: ({ scheme, payload, sign }) =>
      scheme === "mynth"
        ? withHeader(sign(payload()), "x-mynth-signature", (value) => value.replace("v1=", `v1=${"0".repeat(64)},v1=`))
        : withHeader(sign(payload()), "webhook-signature", (value) => `v1,${"A".repeat(43)}= ${value}`),
    remedy: "While a secret is exchanged the header holds several signatures: any of them that matches is enough.",
  },
  {
    what: "accepts fields it has never heard of",
    make: ({ payload, sign }) => sign({ ...payload(), new_field: { nested: [1] } }),
    remedy: "It refuses what it does not know. Mynth adds fields: let them pass.",
  },
  {
    what: "accepts a name it has never heard of",
    make: ({ scheme, payload, sign }) =>
      sign({ ...payload(), [scheme === "mynth" ? "event" : "type"]: "task.hologram.generate.completed" }),
    remedy: "Mynth asks for 2xx to unknown names; anything else is retried for days.",
  },
];

/** The same JSON in bytes that nobody's serialiser writes. */
function oddly(payload: object): string {
  const text = JSON.stringify(payload).replace("Café", "Caf\\u00e9 é").replace('"weight":1', '"weight": 1.0');
  return `{ ${text.slice(1, -1)}\r\n}\n`;
}

/** What a receiver has to accept beside the plain delivery, and what it means if it does not. */
export function acceptChecks(signer: Signer): readonly Check[] {
  return acceptances.map(({ what, make, remedy }) => ({
    what,
    async ask(send) {
      const answer = await send(make(signer));
      const right = isReceived(answer);
      return { verdict: right ? "right" : "wrong", seen: seen(answer), ...(right ? {} : { remedy }) };
    },
  }));
}
