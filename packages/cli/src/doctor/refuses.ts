import { badDeliveries, type SignedDelivery } from "@mynth-webhooks/testing";
import { type Answer, isReceived } from "../deliver.ts";
import { type Check, type Finding, seen } from "./check.ts";
import { type Signer, secondsFromNow, withHeader } from "./signer.ts";

interface Refusal {
  readonly what: string;
  readonly make: (signer: Signer) => SignedDelivery;
  /** What it means if it is accepted. */
  readonly remedy: string;
  /** The scheme whose headers it is about; both, if absent. */
  readonly scheme?: Signer["scheme"];
}

const oversizeMebibytes = 4;

const refusals: readonly Refusal[] = [
  {
    what: "refuses an unsigned delivery",
    make: ({ secret, payload }) => badDeliveries.unsigned(payload(), { secret }),
    remedy: "It takes anything from anybody: verify the signature, and refuse where there is none.",
  },
  {
    what: "refuses a tampered body",
    make: ({ secret, payload }) => badDeliveries.tampered(payload(), { secret }),
    remedy: "It does not verify the signature over the body.",
  },
  {
    what: "refuses another secret's signature",
    make: ({ secret, payload }) => badDeliveries.wrongSecret(payload(), { secret }),
    remedy: "It does not verify the signature with its secret.",
  },
  {
    what: "refuses an empty signature",
    make: ({ payload, sign }) =>
      withHeader(
        withHeader(sign(payload()), "x-mynth-signature", (value) => value.replace(/v1=.*/, "v1=")),
        "webhook-signature",
        () => "v1,",
      ),
    remedy: "An empty signature must never match.",
  },
  {
    what: "refuses a delivery an hour old",
    make: ({ secret, payload }) => badDeliveries.stale(payload(), { secret }),
    remedy: "A captured delivery can be sent again for ever: refuse timestamps more than 5 minutes from the clock.",
  },
  {
    what: "refuses a delivery an hour ahead",
    make: ({ payload, sign }) => sign(payload(), secondsFromNow(3600)),
    remedy: "A timestamp ahead of the clock stays fresh for longer: refuse more than 5 minutes on that side too.",
  },
  {
    what: "refuses a fresh timestamp on an old signature",
    make: ({ secret, payload }) => {
      const old = badDeliveries.stale(payload(), { secret });
      const now = String(secondsFromNow(0));
      const inHeader = withHeader(old, "x-mynth-signature", (value) => value.replace(/t=\d+/, `t=${now}`));
      return withHeader(inHeader, "webhook-timestamp", () => now);
    },
    remedy: "The timestamp is not covered: verify over {t}.{body} (Standard Webhooks: id, timestamp and body).",
  },
  {
    what: "refuses two timestamps, one fresh",
    scheme: "mynth",
    make: ({ secret, payload }) =>
      withHeader(
        badDeliveries.stale(payload(), { secret }),
        "x-mynth-signature",
        (value) => `t=${secondsFromNow(0)},${value}`,
      ),
    remedy: "One t can be taken for the age and the other for the signature: refuse a header with two.",
  },
  {
    what: "refuses a timestamp that is no number",
    make: ({ payload, sign }) => sign(payload(), Number.NaN),
    remedy: "Check that the timestamp is digits, and fresh: NaN passes `age > 300`.",
  },
  {
    what: "refuses the same JSON in other bytes",
    make: ({ secret, payload }) => badDeliveries.reserialized(payload(), { secret }),
    remedy: "It verifies JSON made anew, not the bytes that came: verify the raw body.",
  },
  {
    what: "refuses what is signed but no JSON",
    make: ({ sign }) => sign("{"),
    remedy: "It answers 2xx to what it cannot have read: answer 400.",
  },
  {
    what: `refuses a body of ${oversizeMebibytes} MiB`,
    make: ({ payload, sign }) => sign({ ...payload(), padding: "x".repeat(oversizeMebibytes * 1024 * 1024) }),
    remedy: "It reads bodies of any size, before it can know whose they are: set a limit (1 MiB is plenty).",
  },
];

/** What a receiver has to refuse, and what it means if it does not. */
export function refuseChecks(signer: Signer): readonly Check[] {
  return refusals
    .filter(({ scheme }) => scheme === undefined || scheme === signer.scheme)
    .map(({ what, make, remedy }) => ({
      what,
      ask: async (send) => judgeRefusal(await send(make(signer)), remedy),
    }));
}

function judgeRefusal(answer: Answer, remedy: string): Omit<Finding, "what"> {
  const wrong = (why: string) => ({ verdict: "wrong", seen: seen(answer), remedy: why }) as const;
  if (isReceived(answer)) return wrong(remedy);
  if (answer.timedOut) return wrong("It lets what it does not take hang: answer, with a 4xx.");
  if (answer.status !== undefined && answer.status >= 500) {
    return wrong("A 5xx says that it failed, not that it refused. Answer a 4xx.");
  }
  if (answer.status !== undefined && answer.status < 400) {
    return { verdict: "unclear", seen: seen(answer), remedy: "Neither accepted nor refused: answer a 4xx." };
  }
  // A connection that is closed on a sender is a refusal too.
  return { verdict: "right", seen: seen(answer) };
}
