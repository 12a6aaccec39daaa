import { eventNames } from "@mynth-webhooks/core";
import colours from "picocolors";
import { marks, statusText } from "../colours.ts";
import type { Answer } from "../deliver.ts";
import { printable } from "../printable.ts";
import { wrapped } from "../wrapped.ts";
import type { Facts } from "./facts.ts";

const nameWidth = Math.max(...eventNames.map((name) => name.length));
const shown = { verified: marks.right, refused: marks.wrong, unchecked: marks.unclear } as const;

/** The lines for a person: one, and why where a delivery was refused. */
export function deliveryReport(
  facts: Facts,
  answer: Answer | undefined,
  secrets: readonly string[],
): readonly string[] {
  const text = (value: string) => printable(value, secrets);
  const time = colours.dim(new Date().toTimeString().slice(0, 8));
  const name = text(facts.event ?? "no event").padEnd(nameWidth);
  const parts = [
    facts.task && text(facts.task),
    imagesText(facts),
    facts.cost && dollars(facts.cost),
    facts.error && colours.yellow(text(facts.error)),
    stateText(facts),
    answer && `→ ${statusText(answer)}${answer.status === undefined ? "" : colours.dim(` in ${answer.time} ms`)}`,
  ];
  const line = `${time} ${shown[facts.state]} ${colours.bold(name)}  ${parts.filter(Boolean).join("  ")}`;
  const why = facts.explanation === undefined ? [] : wrapped(facts.explanation, 11).map(colours.yellow);
  return [line, ...why];
}

function stateText({ state, code = "", scheme, age }: Facts): string {
  if (state === "refused") return colours.red(code);
  if (state === "unchecked") return colours.yellow("not checked: no secret");
  return colours.dim(age === undefined ? `${scheme}` : `${scheme}, ${age} s old`);
}

function imagesText({ images = 0, failedImages = 0 }: Facts): string {
  const made = images > 0 ? `${images} ${images === 1 ? "image" : "images"}` : "";
  const failed = failedImages > 0 ? colours.yellow(`${failedImages} failed`) : "";
  return [made, failed].filter(Boolean).join(", ");
}

/** Eight places are for machines: the zeros behind the cents say nothing. */
function dollars(cost: string): string {
  return `$${cost.replace(/(\.\d\d\d*?)0+$/, "$1")}`;
}
