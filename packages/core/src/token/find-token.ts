import type { IncomingRequest } from "../incoming-request.ts";
import { isRecord } from "../is-record.ts";
import { minTokenLength } from "./assert-token.ts";

/** A token in the URL of a request. */
export interface FoundToken {
  readonly token: string;
  /** Whether it is certainly a token. The last path segment may be just a path. */
  readonly certain: boolean;
}

/** Finds the token in the query, in the route's parameters or in the last path segment, in this order. */
export function findToken({ url, params }: IncomingRequest, parameter: string): FoundToken | undefined {
  const [path = "", ...rest] = url.split("?");
  const query = new URLSearchParams(rest.join("?")).get(parameter);
  const named = query ?? (isRecord(params) ? params[parameter] : undefined);
  if (typeof named === "string") return { token: named, certain: true };
  const segment = path.split("/").findLast((each) => each !== "") ?? "";
  return segment.length < minTokenLength ? undefined : { token: decodeSegment(segment), certain: false };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
