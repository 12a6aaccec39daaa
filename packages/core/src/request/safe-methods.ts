const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a method is safe (RFC 9110, section 9.2.1), and so brings no delivery. */
export function isSafeMethod(method: string): boolean {
  return safeMethods.has(method);
}
