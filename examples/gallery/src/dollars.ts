/** `"0.01250000"` as `"$0.0125"`: the text, less the zeros that say nothing, but always cents. Never a float. */
export function dollars(amount: string): string {
  const [whole, fraction = ""] = amount.split(".");
  return `$${whole}.${fraction.replace(/0+$/, "").padEnd(2, "0")}`;
}
