import { asStandardWebhooks, exampleEvent, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";
import { isReceived } from "../deliver.ts";
import { type Question, seen } from "./examination.ts";
import { type DoctorSecrets, newTask } from "./secrets.ts";

const rawBytes =
  "It verifies JSON made anew from parsed values, not the bytes that came: take the raw body before any parser, and verify that.";

function accepts(what: string, make: () => SignedDelivery, remedy: string): Question {
  return {
    what,
    async ask(send) {
      const answer = await send(make());
      const right = isReceived(answer);
      return { verdict: right ? "right" : "wrong", seen: seen(answer), ...(right ? {} : { remedy }) };
    },
  };
}

/** What a receiver has to accept, and what it means if it does not. */
export function acceptQuestions({ mynth, standard }: DoctorSecrets): readonly Question[] {
  const event = () => exampleEvent("task.image.generate.completed", { task: { id: newTask() } });
  const questions: Question[] = [];
  if (mynth !== undefined) {
    const sign = (payload: string | object) => signDelivery(payload, { secret: mynth });
    const task = () => `"task":{"id":"${newTask()}"}`;
    const odd = () =>
      sign(
        `{ "event":"task.image.generate.completed",\r\n ${task()}, "request":{"prompt":"Caf\\u00e9 é","scale":1.0},"result":{"model":"m","images":[ ]} }\n`,
      );
    questions.push(
      accepts(
        "accepts a delivery signed with X-Mynth-Signature",
        () => sign(event()),
        "Compare its secret with the one given here, and its clock with the time.",
      ),
      accepts("accepts odd spacing, escapes and 1.0", odd, rawBytes),
      accepts(
        "accepts the second of two signatures",
        () => {
          const { headers, body } = sign(event());
          const both = (headers["x-mynth-signature"] ?? "").replace("v1=", `v1=${"0".repeat(64)},v1=`);
          return { headers: { ...headers, "x-mynth-signature": both }, body };
        },
        "While a secret is exchanged the header holds several v1: any of them that matches is enough.",
      ),
      accepts(
        "accepts fields it has never heard of",
        () => sign({ ...event(), new_field: { nested: [1] } }),
        "It refuses what it does not know. Mynth adds fields: let them pass.",
      ),
      accepts(
        "answers 2xx to an event it has never heard of",
        () => sign({ event: "task.hologram.generate.completed", task: { id: newTask() } }),
        "Mynth asks for 2xx to unknown names; anything else is retried for days.",
      ),
    );
  }
  if (standard !== undefined) {
    questions.push(
      accepts(
        "accepts a delivery signed as Standard Webhooks",
        () => signDelivery(asStandardWebhooks(event()), { secret: standard }),
        "Its key is the base64 behind whsec_, decoded; what is signed is {webhook-id}.{webhook-timestamp}.{body}.",
      ),
    );
  }
  return questions;
}
