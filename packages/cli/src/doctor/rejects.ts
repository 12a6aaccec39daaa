import { badDeliveries, type SignedDelivery } from "@mynth-webhooks/testing";
import { type Answer, isReceived } from "../deliver.ts";
import { type Check, describeAnswer, type Finding, useRawBody } from "./check.ts";
import { type Signer, secondsFromNow, withHeader } from "./signer.ts";

interface Rejection {
  readonly what: string;
  readonly make: (signer: Signer) => SignedDelivery;
  /** What to change if the delivery is accepted. */
  readonly remedy: string;
  /** The scheme whose headers it changes, and absent for both. */
  readonly scheme?: Signer["scheme"];
}

const oversizeMebibytes = 4;

const rejections: readonly Rejection[] = [
  {
    what: "rejects an unsigned delivery",
    make: ({ secret, payload }) => badDeliveries.unsigned(payload(), { secret }),
    remedy: "It accepts deliveries from anybody. Verify the signature, and reject a delivery without one.",
  },
  {
    what: "rejects a tampered body",
    make: ({ secret, payload }) => badDeliveries.tampered(payload(), { secret }),
    remedy: "It does not verify the signature over the body.",
  },
  {
    what: "rejects another secret's signature",
    make: ({ secret, payload }) => badDeliveries.wrongSecret(payload(), { secret }),
    remedy: "It does not verify the signature with its secret.",
  },
  {
    what: "rejects an empty signature",
    make: ({ payload, sign }) =>
      withHeader(
        withHeader(sign(payload()), "x-mynth-signature", (value) => value.replace(/v1=.*/, "v1=")),
        "webhook-signature",
        () => "v1,",
      ),
    remedy: "An empty signature must never match.",
  },
  {
    what: "rejects a delivery an hour old",
    make: ({ secret, payload }) => badDeliveries.stale(payload(), { secret }),
    remedy: "A captured delivery can be replayed forever. Reject timestamps more than 5 minutes from the clock.",
  },
  {
    what: "rejects a delivery an hour ahead",
    make: ({ payload, sign }) => sign(payload(), secondsFromNow(3600)),
    remedy: "A timestamp in the future stays fresh for longer. Reject more than 5 minutes in that direction too.",
  },
  {
    what: "rejects a fresh timestamp on an old signature",
    make: ({ secret, payload }) => {
      const old = badDeliveries.stale(payload(), { secret });
      const now = String(secondsFromNow(0));
      const inHeader = withHeader(old, "x-mynth-signature", (value) => value.replace(/t=\d+/, `t=${now}`));
      return withHeader(inHeader, "webhook-timestamp", () => now);
    },
    remedy:
      "The signature does not cover the timestamp. Verify {t}.{body} (Standard Webhooks: id, timestamp and body).",
  },
  {
    what: "rejects two timestamps, one fresh",
    scheme: "mynth",
    make: ({ secret, payload }) =>
      withHeader(
        badDeliveries.stale(payload(), { secret }),
        "x-mynth-signature",
        (value) => `t=${secondsFromNow(0)},${value}`,
      ),
    remedy: "It can use one t for the age and the other for the signature. Reject a header with two.",
  },
  {
    what: "rejects a timestamp that is not a number",
    make: ({ payload, sign }) => sign(payload(), Number.NaN),
    remedy: "NaN passes `age > 300`. Check that the timestamp has only digits, and that it is fresh.",
  },
  {
    what: "rejects reserialized JSON",
    make: ({ secret, payload }) => badDeliveries.reserialized(payload(), { secret }),
    remedy: useRawBody,
  },
  {
    what: "rejects a signed body that is not JSON",
    make: ({ sign }) => sign("{"),
    remedy: "It returns 2xx for a body it cannot parse. Return 400.",
  },
  {
    what: `rejects a body of ${oversizeMebibytes} MiB`,
    make: ({ payload, sign }) => sign({ ...payload(), padding: "x".repeat(oversizeMebibytes * 1024 * 1024) }),
    remedy: "It reads bodies of any size before it verifies them. Set a limit; 1 MiB is enough.",
  },
];

/** Returns the checks for deliveries that a receiver must reject. */
export function rejectChecks(signer: Signer): readonly Check[] {
  return rejections
    .filter(({ scheme }) => scheme === undefined || scheme === signer.scheme)
    .map(({ what, make, remedy }) => ({
      what,
      ask: async (send) => checkRejection(await send(make(signer)), remedy),
    }));
}

function checkRejection(answer: Answer, remedy: string): Omit<Finding, "what"> {
  const seen = describeAnswer(answer);
  const wrong = (why: string) => ({ verdict: "wrong", seen, remedy: why }) as const;
  if (isReceived(answer)) return wrong(remedy);
  if (answer.timedOut) return wrong("It leaves a bad delivery hanging. Return a 4xx.");
  if (answer.status !== undefined && answer.status >= 500) {
    return wrong("A 5xx says that it failed, not that it rejected the delivery. Return a 4xx.");
  }
  if (answer.status !== undefined && answer.status < 400) {
    return { verdict: "unclear", seen, remedy: "It neither accepts nor rejects the delivery. Return a 4xx." };
  }
  // Closing the connection is a rejection too.
  return { verdict: "right", seen };
}
