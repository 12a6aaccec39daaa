import { createHmac } from "node:crypto";
import { asStandardWebhooks, exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { type Answer, isReceived } from "../deliver.ts";
import { type Finding, type Question, seen } from "./examination.ts";
import { type DoctorSecrets, newTask } from "./secrets.ts";

const onceRemedy =
  "Whether the second one had an effect cannot be seen from here. If it can, give mynthWebhook() a store (idempotency), or key what the handler does by event and task.";

/** How a receiver takes the same delivery more than once. */
export function duplicateQuestions({ mynth, standard }: DoctorSecrets): readonly Question[] {
  const secret = mynth ?? standard ?? "";
  const delivery = () => {
    const event = exampleEvent("task.image.generate.completed", { task: { id: newTask() } });
    return signDelivery(mynth === undefined ? asStandardWebhooks(event) : event, { secret });
  };
  return [
    {
      what: "answers a delivery that comes again",
      async ask(send) {
        const again = delivery();
        const [first, second] = [await send(again), await send(again)];
        return judgeAgain(first, second);
      },
    },
    {
      what: "answers the same delivery twice at once",
      async ask(send) {
        const again = delivery();
        const [first, second] = await Promise.all([send(again), send(again)]);
        return judgeAgain(first, second);
      },
    },
  ];
}

function judgeAgain(first: Answer, second: Answer): Omit<Finding, "what"> {
  const both = `${seen(first)}, then ${seen(second)}`;
  const settled = (answer: Answer) => isReceived(answer) || answer.status === 409;
  if (settled(first) && settled(second)) {
    return isReceived(first) && isReceived(second)
      ? { verdict: "unclear", seen: both, remedy: onceRemedy }
      : { verdict: "right", seen: both };
  }
  return {
    verdict: "wrong",
    seen: both,
    remedy: "Mynth delivers at least once: what comes again is answered 2xx, or 409 while it is at work.",
  };
}

/** What all answers together tell. */
export function overallFindings(answers: readonly Answer[], secrets: DoctorSecrets): readonly Finding[] {
  return [timeFinding(answers), leakFinding(answers, secrets)];
}

/** Mynth waits 30 seconds; whoever takes half of that will miss it some day. In milliseconds. */
const slow = 15_000;

function timeFinding(answers: readonly Answer[]): Finding {
  const slowest = Math.max(0, ...answers.map(({ time }) => time));
  const right = slowest < slow;
  return {
    what: "answers in time",
    verdict: right ? "right" : "wrong",
    seen: `the slowest took ${slowest} ms; Mynth waits 30,000`,
    ...(right ? {} : { remedy: "Acknowledge first and work afterwards: put the event into a queue." }),
  };
}

/** What has no business in an answer. */
function leakFinding(answers: readonly Answer[], { mynth, standard }: DoctorSecrets): Finding {
  const secrets = [mynth, standard].filter((secret) => secret !== undefined);
  const leaks = [
    { what: "the secret", found: (text: string) => secrets.some((secret) => text.includes(secret)) },
    { what: "a stack trace", found: (text: string) => /\bat .+[:(]\d+:\d+\)?|Traceback|\.py", line \d+/.test(text) },
    { what: "the signature it expected", found: (text: string) => /expected[^a-z]{1,20}[0-9a-f]{64}/i.test(text) },
    { what: "the payload of a refused delivery", found: (text: string) => text.includes("A lighthouse in the fog") },
    { what: "the secret's digest", found: (text: string) => secrets.some((secret) => text.includes(digestOf(secret))) },
  ];
  const refused = answers.filter((answer) => !isReceived(answer));
  const texts = refused.map(({ headers, body }) => JSON.stringify(headers) + body);
  const found = leaks.filter((leak) => texts.some(leak.found)).map(({ what }) => what);
  return found.length === 0
    ? { what: "leaks nothing in what it answers", verdict: "right", seen: `${refused.length} refusals searched` }
    : {
        what: "leaks nothing in what it answers",
        verdict: "wrong",
        seen: `found ${found.join(", ")}`,
        remedy:
          "Answer refusals with a constant text; keep the reason for the log (NODE_ENV=production hides Express's stack traces).",
      };
}

function digestOf(secret: string): string {
  return createHmac("sha256", secret).update("").digest("hex");
}
