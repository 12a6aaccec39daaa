import {
  asStandardWebhooks,
  badDeliveries,
  exampleEvent,
  type SignedDelivery,
  signDelivery,
} from "@mynth-webhooks/testing";
import { isReceived } from "../deliver.ts";
import { type Question, seen } from "./examination.ts";
import { type DoctorSecrets, newTask } from "./secrets.ts";

interface Refusal {
  readonly what: string;
  readonly make: (payload: object, secret: string) => SignedDelivery;
  /** What it means if it is accepted. */
  readonly remedy: string;
}

const crash = "A 5xx says that it failed, not that it refused: somebody who sends this can fill its log with errors.";
const oversizeBytes = 4 * 1024 * 1024;

const refusals: readonly Refusal[] = [
  {
    what: "refuses an unsigned delivery",
    make: (payload, secret) => badDeliveries.unsigned(payload, { secret }),
    remedy: "It takes anything from anybody: verify the signature, and refuse where there is none.",
  },
  {
    what: "refuses a tampered body",
    make: (payload, secret) => badDeliveries.tampered(payload, { secret }),
    remedy: "It does not verify the signature over the body.",
  },
  {
    what: "refuses another secret's signature",
    make: (payload, secret) => badDeliveries.wrongSecret(payload, { secret }),
    remedy: "It does not verify the signature with its secret.",
  },
  {
    what: "refuses a delivery an hour old",
    make: (payload, secret) => badDeliveries.stale(payload, { secret }),
    remedy: "A captured delivery can be sent again for ever: refuse timestamps more than 5 minutes from the clock.",
  },
  {
    what: "refuses a delivery an hour ahead",
    make: (payload, secret) => signDelivery(payload, { secret, timestamp: Math.floor(Date.now() / 1000) + 3600 }),
    remedy: "It checks the timestamp on one side only: refuse what is more than 5 minutes ahead too.",
  },
  {
    what: "refuses the same JSON in other bytes",
    make: (payload, secret) => badDeliveries.reserialised(JSON.stringify(payload), { secret }),
    remedy: "It verifies JSON made anew, not the bytes that came. Verify the raw body.",
  },
  {
    what: "refuses an empty signature",
    make: (payload, secret) => {
      const { headers, body } = signDelivery(payload, { secret });
      const emptied = Object.entries(headers).map(([name, value]) => [name, name.endsWith("signature") ? "" : value]);
      return { headers: Object.fromEntries(emptied), body };
    },
    remedy: "An empty signature must never match.",
  },
  {
    what: "refuses a timestamp that is no number",
    make: (payload, secret) => {
      const { headers, body } = signDelivery(payload, { secret, timestamp: Number.NaN });
      return { headers, body };
    },
    remedy: "NaN passes `age > 300`: check that the timestamp is digits before computing with it.",
  },
  {
    what: "refuses a fresh timestamp beside a stale one",
    make: (payload, secret) => {
      const { headers, body } = badDeliveries.stale(payload, { secret });
      const now = Math.floor(Date.now() / 1000);
      const both = Object.entries(headers).map(([name, value]) => [
        name,
        name === "x-mynth-signature" ? `t=${now},${value}` : value,
      ]);
      return { headers: Object.fromEntries(both), body };
    },
    remedy: "It takes one t for the age and another for the signature: refuse a second t.",
  },
  {
    what: "refuses what is signed but no JSON",
    make: (_payload, secret) => signDelivery("{", { secret }),
    remedy: "It answers 2xx to what it cannot have read.",
  },
  {
    what: `refuses a body of ${oversizeBytes / 1024 / 1024} MiB`,
    make: (payload, secret) => {
      const { headers } = signDelivery(payload, { secret });
      return { headers, body: JSON.stringify({ ...payload, padding: "x".repeat(oversizeBytes) }) };
    },
    remedy: "It reads bodies of any size: set a limit (1 MiB is plenty), or memory is whoever sends's to use.",
  },
];

/** What a receiver has to refuse, and what it means if it does not. */
export function refuseQuestions({ mynth, standard }: DoctorSecrets): readonly Question[] {
  const secret = mynth ?? standard ?? "";
  const payload = () => {
    const event = exampleEvent("task.image.generate.completed", { task: { id: newTask() } });
    return mynth === undefined ? asStandardWebhooks(event) : event;
  };
  return refusals.map(({ what, make, remedy }) => ({
    what,
    async ask(send) {
      const answer = await send(make(payload(), secret));
      if (isReceived(answer)) return { verdict: "wrong", seen: seen(answer), remedy };
      // Nothing was accepted, and nothing said so: a connection that is closed on a sender is a refusal too.
      if (answer.status === undefined) return { verdict: "right", seen: seen(answer) };
      if (answer.status >= 500) return { verdict: "wrong", seen: seen(answer), remedy: crash };
      return { verdict: "right", seen: seen(answer) };
    },
  }));
}
