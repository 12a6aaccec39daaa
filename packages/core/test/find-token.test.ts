import { describe, expect, test } from "vitest";
import { findToken } from "../src/token/find-token.ts";

const find = (url: string, params?: unknown, parameter = "token") =>
  findToken({ method: "POST", url, params, header: () => undefined, body: undefined }, parameter);
const sixteen = "0123456789abcdef";

describe("the token of a URL", () => {
  test("is the query parameter, whatever its length", () => {
    expect(find("/hook?a=1&token=short&b=2")).toEqual({ token: "short", certain: true });
    expect(find("/hook?token=a%2Bb%3Fc?d")).toEqual({ token: "a+b?c?d", certain: true });
    expect(find("/hook?t=short", undefined, "t")).toEqual({ token: "short", certain: true });
  });

  test("is the query parameter before a route parameter, and that before the path", () => {
    expect(find(`/hook/${sixteen}?token=query`, { token: "route" })).toEqual({ token: "query", certain: true });
    expect(find(`/hook/${sixteen}`, { token: "route" })).toEqual({ token: "route", certain: true });
    expect(find(`/hook/${sixteen}`, { other: "route" })).toEqual({ token: sixteen, certain: false });
    expect(find(`/hook/${sixteen}`, { token: 7 })).toEqual({ token: sixteen, certain: false });
  });

  test("is the last segment of the path, if it is long enough to be one", () => {
    expect(find(`/hook/${sixteen}`)).toEqual({ token: sixteen, certain: false });
    expect(find(`/hook/${sixteen}//`)).toEqual({ token: sixteen, certain: false });
    expect(find(`/${sixteen}/hook`)).toBeUndefined();
    expect(find(`/hook/${sixteen.slice(1)}`)).toBeUndefined();
    for (const url of ["", "/", "//", "?a=1"]) expect(find(url)).toBeUndefined();
  });

  test("is decoded, and left as it is if it cannot be", () => {
    expect(find("/hook/0123456789%2Babcdef")).toEqual({ token: "0123456789+abcdef", certain: false });
    expect(find("/hook/0123456789%zzabcdef")).toEqual({ token: "0123456789%zzabcdef", certain: false });
  });
});
