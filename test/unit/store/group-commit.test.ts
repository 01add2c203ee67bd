/** Concurrent writers share a flush; what waits is bounded in number and weight; a failed flush fails its own items only. */
import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { GroupCommit } from "../../../src/store/group-commit.ts";

const LIMITS = { batch: 3, batchWeight: 10, queue: 5, queueWeight: 20 };

function gate() {
  const flushed: number[][] = [];
  let open = () => {};
  const commit = new GroupCommit<number, string>(
    async (items) => {
      flushed.push([...items]);
      await new Promise<void>((resolve) => (open = resolve));
      if (items.includes(-1)) throw new Error("refused");
      return items.map(String);
    },
    (item) => Math.abs(item),
    LIMITS,
  );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const next = async () => {
    open();
    await turn();
  };
  return { commit, flushed, turn, next };
}

test("whoever comes while a flush is under way is in the next one, in order, each with its own answer", async () => {
  const { commit, flushed, next, turn } = gate();
  const first = commit.add(1);
  await turn();
  const later = [commit.add(2), commit.add(3)];
  await next();
  await next();
  expect(flushed).toEqual([[1], [2, 3]]);
  expect(await Promise.all([first, ...later])).toEqual(["1", "2", "3"]);
});

test("a flush takes at most so many items and so much weight", async () => {
  const { commit, flushed, next, turn } = gate();
  const all = [1, 1, 1, 9].map((item) => commit.add(item));
  await turn();
  for (let i = 0; i < 2; i++) await next();
  const heavy = [9, 9, 1].map((item) => commit.add(item));
  await turn();
  for (let i = 0; i < 2; i++) await next();
  await Promise.all([...all, ...heavy]);
  expect(flushed).toEqual([[1, 1, 1], [9], [9, 9], [1]]);
});

test("beyond the bounds of the queue a writer is told to come again, and later there is room again", async () => {
  const { commit, next, turn } = gate();
  const first = commit.add(1);
  await turn();
  const waiting = [8, 8].map((item) => commit.add(item));
  await expect(commit.add(5)).rejects.toMatchObject({ code: "too_many" });
  waiting.push(...[1, 1, 1].map((item) => commit.add(item)));
  await expect(commit.add(0)).rejects.toMatchObject({ code: "too_many" });
  for (let i = 0; i < 4; i++) await next();
  await Promise.all([first, ...waiting]);
  const alone = commit.add(100);
  await turn();
  await next();
  expect(await alone).toBe("100");
});

test("a flush that fails fails the items in it and no others", async () => {
  const { commit, next, turn } = gate();
  const bad = [commit.add(-1), commit.add(2)];
  await turn();
  const good = commit.add(3);
  for (const one of bad) one.catch(() => {});
  await next();
  await next();
  for (const one of bad) await expect(one).rejects.toThrow("refused");
  expect(await good).toBe("3");
  await commit.drained();
});

test("the next flush begins as soon as the one before says so; answers come when they come, and none is forgotten", async () => {
  const open: ((answer: string) => void)[] = [];
  const commit = new GroupCommit<number, string>(
    async (items, mayFollow) => {
      const answered = new Promise<string>((resolve) => open.push(resolve));
      if (items[0] !== 3) mayFollow();
      return [await answered];
    },
    () => 1,
    { ...LIMITS, batch: 1 },
  );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const answers = [1, 2, 3, 4].map((item) => commit.add(item));
  let isDrained = false;
  const drained = commit.drained().then(() => (isDrained = true));
  await turn();
  expect(open).toHaveLength(3); // the third does not let the fourth begin
  open[1]?.("two");
  expect(await answers[1]).toBe("two");
  open[2]?.("three");
  await turn();
  expect(open).toHaveLength(4);
  open[3]?.("four");
  await turn();
  expect(isDrained).toBe(false);
  open[0]?.("one");
  await drained;
  expect(await Promise.all(answers)).toEqual(["one", "two", "three", "four"]);
});

test("a flush lets the next one begin beside it only when enough wait for that; fewer wait for its answer", async () => {
  const flushed: number[][] = [];
  const open: (() => void)[] = [];
  let follow = () => {};
  const commit = new GroupCommit<number, number>(
    async (items, mayFollow) => {
      flushed.push([...items]);
      follow = mayFollow;
      await new Promise<void>((resolve) => open.push(resolve));
      return items;
    },
    () => 1,
    { ...LIMITS, follow: 2 },
  );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const answers = [commit.add(1)];
  await turn();
  answers.push(commit.add(2));
  follow();
  await turn();
  expect(flushed).toEqual([[1]]);
  open[0]?.();
  await turn();
  expect(flushed).toEqual([[1], [2]]);
  answers.push(commit.add(3), commit.add(4));
  follow();
  await turn();
  expect(flushed).toEqual([[1], [2], [3, 4]]);
  for (const one of open) one();
  expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
});

test("while every turn brings another, a flush waits for more, up to what it gathers", async () => {
  const flushed: number[][] = [];
  const commit = new GroupCommit<number, number>(
    async (items) => {
      flushed.push([...items]);
      return items;
    },
    () => 1,
    { ...LIMITS, gather: 2, batch: 9, batchWeight: 9 },
  );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const answers: Promise<number>[] = [];
  for (let item = 1; item <= 4; item++) {
    answers.push(commit.add(item));
    await turn();
  }
  expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
  expect(flushed[0]).toEqual([1, 2]);
});

test("a flush is made by one of those in it: nobody works on for others after the own answer", async () => {
  const whose = new AsyncLocalStorage<number>();
  const made: { by: number | undefined; items: readonly number[] }[] = [];
  const commit = new GroupCommit<number, number>(
    async (items) => {
      await new Promise<void>((resolve) => setImmediate(resolve));
      made.push({ by: whose.getStore(), items });
      return items;
    },
    () => 1,
    { ...LIMITS, queue: 50, queueWeight: 50 },
  );
  const answers: Promise<number>[] = [];
  for (let item = 1; item <= 12; item++) {
    answers.push(whose.run(item, () => commit.add(item)));
    if (item % 4 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  expect(made.length).toBeGreaterThan(3);
  for (const { by, items } of made) expect(items).toContain(by);
});
