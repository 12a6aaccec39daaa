const encoder = new TextEncoder();

/** Verifies like the vendor's SDK (up to 0.0.50): by Web Crypto, with a key that is imported on every call. */
export async function verifyLikeVendor(
  body: Uint8Array<ArrayBuffer>,
  header: string,
  secret: string,
): Promise<unknown> {
  const parts = new Map(
    header
      .split(",")
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );
  const text = new TextDecoder().decode(body);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["verify"]);
  const signature = new Uint8Array(Buffer.from(parts.get("v1") ?? "", "hex"));
  const genuine = await crypto.subtle.verify("HMAC", key, signature, encoder.encode(`${parts.get("t")}.${text}`));
  if (!genuine) throw new Error("The signature does not match.");
  return JSON.parse(text);
}
