import { type Answer, isReceived } from "../deliver.ts";
import { type Check, describeAnswer, type Finding } from "./check.ts";
import type { Signer } from "./signer.ts";

/** Returns the checks for repeated deliveries. They see the answers, not the handler's effects. */
export function duplicateChecks({ payload, sign }: Signer): readonly Check[] {
  return [
    {
      what: "answers a repeated delivery",
      async ask(send) {
        const { delivery, task } = createRepeatable(payload(), sign);
        return compareAnswers([await send(delivery), await send(delivery)], task);
      },
    },
    {
      what: "answers two deliveries of an event at once",
      async ask(send) {
        const { delivery, task } = createRepeatable(payload(), sign);
        return compareAnswers(await Promise.all([send(delivery), send(delivery)]), task);
      },
    },
  ];
}

function createRepeatable(payload: object, sign: Signer["sign"]) {
  return { delivery: sign(payload), task: /tsk_doctor_\w+/.exec(JSON.stringify(payload))?.[0] ?? "" };
}

function compareAnswers([first, second]: readonly [Answer, Answer], task: string): Omit<Finding, "what"> {
  const both = `${describeAnswer(first)}, then ${describeAnswer(second)}`;
  const isExpected = (answer: Answer) => isReceived(answer) || answer.status === 409;
  if (!isExpected(first) || !isExpected(second)) {
    return {
      verdict: "wrong",
      seen: both,
      remedy:
        "Mynth delivers at least once. Return 2xx for a repeated delivery, or 409 while the first one is in progress.",
    };
  }
  if (!isReceived(first) || !isReceived(second)) return { verdict: "right", seen: both };
  const difference = first.body === second.body ? "" : ", with another body";
  return {
    verdict: "unclear",
    seen: `${both}${difference}`,
    remedy: `The answers are right, but doctor cannot see whether the handler ran twice. Check its effects for ${task}. The option idempotency, or a unique key of event and task, makes it run once.`,
  };
}
