import { createHmac } from "node:crypto";
import { mintingSecret, ownToken, secrets, type WireRequest } from "./wire-request.ts";

/**
 * Whether somebody who knows a secret or a token made a request: a judgment of its own, which is generous about syntax and
 * exact about the HMAC. A handler may run only for a genuine request.
 */
export function isGenuine(request: WireRequest): boolean {
  const values = (name: string) =>
    request.headers.filter(([each]) => each.trim().toLowerCase() === name).map(([, value]) => value);
  const mynth = values("x-mynth-signature").join(",");
  const standard = values("webhook-signature").join(" ");
  // A signed request is verified by its signature alone, even if its URL has a token.
  if (mynth.trim() === "" && standard.trim() === "") return hasToken(request.target);
  return request.bodies.some(
    (body) =>
      [secrets.mynth, secrets["old secret"]].some((secret) => matchesMynth(mynth, secret, body)) ||
      matchesStandard(standard, values("webhook-id"), values("webhook-timestamp"), body),
  );
}

/** A clock may tick between this judgment and that of a server. */
function isFresh(timestamp: string): boolean {
  return Math.abs(Date.now() / 1000 - Number(timestamp)) < 303;
}

function matchesMynth(header: string, secret: string, body: Buffer): boolean {
  const digests: readonly string[] = header.match(/[0-9a-f]{64}/g) ?? [];
  return (header.match(/[0-9]+/g) ?? []).some((timestamp) => {
    const digest = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
    return digests.includes(digest) && isFresh(timestamp);
  });
}

function matchesStandard(header: string, ids: readonly string[], times: readonly string[], body: Buffer): boolean {
  const key = Buffer.from(secrets.standard.slice("whsec_".length), "base64");
  return ids.some((id) =>
    times.some((time) => {
      const prefix = `${id.trim()}.${time.trim()}.`;
      const digest = createHmac("sha256", key).update(prefix, "latin1").update(body).digest("base64");
      return header.includes(digest) && isFresh(time);
    }),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whether a whole part of the URL is a token that is accepted. */
function hasToken(target: string): boolean {
  return target
    .split(/[/?&=#;]/)
    .flatMap((part) => [part, decode(part), decode(part.replaceAll("+", " "))])
    .some((part) => part === ownToken || isMinted(part));
}

function isMinted(token: string): boolean {
  const [content = "", signature, ...others] = token.split(".");
  const bytes = Buffer.from(content, "base64url");
  const digest = createHmac("sha256", mintingSecret).update("mynth-webhooks url-token v1\n").update(bytes);
  if (others.length > 0 || signature !== digest.digest("base64url")) return false;
  return JSON.parse(bytes.toString()).expires * 1000 > Date.now() - 2000;
}
