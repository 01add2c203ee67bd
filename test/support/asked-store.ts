/** A store whose answers may change between any two questions. */

import type { Context } from "../../src/actions/context.ts";
import { Known } from "../../src/actions/known.ts";
import { DEFAULT_POLICY } from "../../src/model/policy.ts";
import type { Store } from "../../src/store/store.ts";

/** `asked` counts the questions so far, the one that is being answered included. */
export type Answers = (asked: () => number) => Partial<Record<keyof Store, (...of: never[]) => unknown>>;

/** What `answers` does not know is answered with an empty list. */
export function askedStore(answers: Answers): { ctx: Context; asked: () => number } {
  let asked = 0;
  const known = answers(() => asked);
  const method =
    (name: string) =>
    async (...of: never[]) => {
      asked++;
      await Promise.resolve();
      return known[name as keyof Store]?.(...of) ?? [];
    };
  const store = new Proxy({} as Store, {
    get: (_, name: string) => (name === "lookedAt" ? () => {} : method(name)),
  });
  const now = () => new Date("2026-11-01T00:00:00Z");
  const sha256 = (text: string) => text;
  const ctx = { store, known: new Known(store, now), now, sha256, policy: DEFAULT_POLICY } as unknown as Context;
  return { ctx, asked: () => asked };
}
