/** When a host of a history finds out that another one was made the writer meanwhile. */
import { expect, test } from "vitest";
import { replacing, type ToldState } from "../../../src/entry/peers.ts";
import { FIRST_TERM } from "../../../src/model/term.ts";

const writer = (term: number, promotion: string | null = null): ToldState => ({ role: "writer", term, promotion });
const at = (url: string, state: ToldState | undefined) => ({ url, state });

test("nobody replaces a host whose term is the latest, and who does not answer is nobody", () => {
  expect(replacing(FIRST_TERM, [])).toBeUndefined();
  expect(replacing(FIRST_TERM, [at("http://b", undefined), at("http://c", writer(0))])).toBeUndefined();
  expect(replacing({ term: 2, promotion: "x" }, [at("http://b", writer(1, "y"))])).toBeUndefined();
  const own = { role: "mirror", from: "http://here", term: 1, promotion: "x" } as const;
  expect(replacing({ term: 1, promotion: "x" }, [at("http://b", own)])).toBeUndefined();
});

test("who was promoted since replaces it, and of several the latest, wherever that is heard from", () => {
  const found = replacing(FIRST_TERM, [at("http://b", writer(1, "x")), at("http://c", writer(2, "y"))]);
  expect(found).toEqual({ writer: "http://c", term: { term: 2, promotion: "y" } });
  const copy = { role: "mirror", from: "http://far", term: 1, promotion: "x" } as const;
  expect(replacing(FIRST_TERM, [at("http://b", copy)])?.writer).toBe("http://far");
  expect(replacing({ term: 1, promotion: "x" }, [at("http://b", writer(1, "y"))])?.writer).toBe("http://b");
  expect(replacing({ term: 1, promotion: "y" }, [at("http://b", writer(1, "x"))])).toBeUndefined();
});
