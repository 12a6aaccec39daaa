import colors from "picocolors";
import { marks, statusText } from "../colors.ts";
import { printable } from "../printable.ts";
import { wrapped } from "../wrapped.ts";
import type { Facts } from "./facts.ts";

const shown = { verified: marks.right, refused: marks.wrong, unchecked: marks.unclear } as const;
/** Under the mark's text, behind the time. */
const indent = 11;

/** The lines for a person: whether it is to be believed and what was answered, what it is about, why it was refused. */
export function deliveryReport(facts: Facts, answered: Answered, secrets: readonly string[]): readonly string[] {
  const text = (value: string) => printable(value, secrets);
  const time = colors.dim(new Date().toTimeString().slice(0, 8));
  const name = colors.bold(text(facts.event ?? "no event"));
  const took = answered.status === undefined || answered.time === undefined ? "" : ` in ${answered.time} ms`;
  const details = [
    facts.task && text(facts.task),
    imagesText(facts),
    facts.cost && dollars(facts.cost),
    facts.error && colors.yellow(text(facts.error)),
  ].filter(Boolean);
  return [
    `${time} ${shown[facts.state]} ${statusText(answered)}${took}  ${name}  ${stateText(facts)}`,
    ...(details.length > 0 ? [`${" ".repeat(indent)}${details.join("  ")}`] : []),
    ...(facts.explanation === undefined ? [] : wrapped(facts.explanation, indent).map(colors.yellow)),
  ];
}

/** What the sender got: from where it was forwarded to, or from here. */
interface Answered {
  readonly status: number | undefined;
  readonly fault?: string;
  /** In milliseconds; absent if it was answered here. */
  readonly time?: number;
}

function stateText({ state, code = "", scheme, age }: Facts): string {
  if (state === "refused") return colors.red(code);
  if (state === "unchecked") return colors.yellow("not checked: no secret");
  return colors.dim(age === undefined ? `${scheme}` : `${scheme}, ${age} s old`);
}

function imagesText({ images = 0, failedImages = 0 }: Facts): string {
  const made = images > 0 ? `${images} ${images === 1 ? "image" : "images"}` : "";
  const failed = failedImages > 0 ? colors.yellow(`${failedImages} failed`) : "";
  return [made, failed].filter(Boolean).join(", ");
}

/** Eight places are for machines: the zeros behind the cents say nothing. */
function dollars(cost: string): string {
  return `$${cost.replace(/(\.\d\d\d*?)0+$/, "$1")}`;
}
