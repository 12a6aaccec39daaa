/** Formats `"0.01250000"` as `"$0.0125"`, with at least two decimal places. It stays a string, never a float. */
export function formatDollars(amount: string): string {
  const [whole, fraction = ""] = amount.split(".");
  return `$${whole}.${fraction.replace(/0+$/, "").padEnd(2, "0")}`;
}
