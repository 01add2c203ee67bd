/** Parents never form a circle, whichever changeset of it is told last; and a long history costs each new one little. */
import { describe, expect, test } from "vitest";
import { History } from "../../../src/actions/put-changesets.ts";
import type { Changeset } from "../../../src/model/changeset.ts";

const CIRCLE = "would make the changeset its own ancestor";
const link = (sha: string, parent?: string): Changeset => ({ sha, ...(parent !== undefined && { parent }) });
const admitted = (known: readonly Changeset[], sent: readonly Changeset[]): string[] => {
  const history = new History(new Map(known.map((one) => [one.sha, one])));
  return sent.flatMap((one) => history.admit(one, "").map(({ detail }) => detail));
};

const RING = [link("a", "c"), link("b", "a"), link("c", "b")];
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describe("a circle of parents", () => {
  test.each(ORDERS)("is refused with its last link, in the order %i %i %i", (...order) => {
    const ring = order.map((at) => RING[at] as Changeset);
    for (let known = 0; known < ring.length; known++)
      expect(admitted(ring.slice(0, known), ring.slice(known))).toEqual([CIRCLE]);
  });

  test("of one is refused, and what is known already may be told again", () => {
    expect(admitted([], [link("a", "a")])).toEqual([CIRCLE]);
    const line = [link("a"), link("b", "a"), link("c", "b")];
    expect(admitted(line, line)).toEqual([]);
    expect(admitted(line, [link("a", "c")])).toEqual([CIRCLE]);
  });
});

test.each(["oldest", "newest"])("a history told %s first is looked up a few times for each changeset", (first) => {
  const line = Array.from({ length: 2_000 }, (_, at) => link(`s${at}`, at === 0 ? undefined : `s${at - 1}`));
  let asked = 0;
  const known = new Map<string, Changeset>();
  const counting = Object.assign(Object.create(known), {
    get: (_: string) => void asked++,
    values: () => known.values(),
  }) as ReadonlyMap<string, Changeset>;
  const history = new History(counting);
  for (const one of first === "oldest" ? line : line.toReversed()) expect(history.admit(one, "")).toEqual([]);
  expect(asked).toBeGreaterThan(1_000);
  expect(asked).toBeLessThan(20 * line.length);
});
