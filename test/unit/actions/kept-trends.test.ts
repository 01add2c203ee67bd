/** What is read once while nothing arrives, and how much of it is kept. */
import { expect, test } from "vitest";
import { KeptTrends } from "../../../src/actions/kept-trends.ts";

/** What was read, in order; each trend is named by its key and has so many runs. */
function reader(room: number) {
  const kept = new KeptTrends<string>(room);
  const read: string[] = [];
  const ask = (key: string, runs: number, state = "now") =>
    kept.of(state, key, async () => {
      read.push(`${key} ${state}`);
      return { trend: key, runs };
    });
  return { kept, read, ask };
}

test("is read once while the state stays, by those who ask together, too", async () => {
  const { read, ask } = reader(1000);
  expect(await Promise.all([ask("a", 1), ask("a", 1)])).toEqual(["a", "a"]);
  expect(await ask("a", 1)).toBe("a");
  expect(read).toEqual(["a now"]);
});

test("is kept by its runs: many short ones have room where a long one has not, the longest unused goes first", async () => {
  const { read, ask } = reader(1000);
  const short = ["a", "b", "c", "d", "e", "f"];
  for (const key of [...short, ...short]) await ask(key, 10);
  expect(read).toHaveLength(short.length);
  await ask("a", 10);
  await ask("long", 700); // leaves room for three short ones
  read.length = 0;
  for (const key of ["a", "f", "e", "long"]) await ask(key, key === "long" ? 700 : 10);
  expect(read).toEqual([]);
  await ask("b", 10);
  expect(read).toEqual(["b now"]);
});

test("that is longer than all of the room is kept alone", async () => {
  const { read, ask } = reader(1000);
  await ask("a", 10);
  await ask("longest", 5000);
  await ask("longest", 5000);
  await ask("a", 10);
  await ask("longest", 5000);
  expect(read).toEqual(["a now", "longest now", "a now", "longest now"]);
});

test("of another state is forgotten, and takes no room from what is read then", async () => {
  const { read, ask } = reader(1000);
  for (const key of ["a", "b", "c"]) await ask(key, 200, "before");
  for (const key of ["a", "b", "c", "a", "b", "c"]) await ask(key, 200);
  expect(read).toEqual(["a before", "b before", "c before", "a now", "b now", "c now"]);
  await ask("a", 200, "before");
  expect(read.at(-1)).toBe("a before");
});

test("whose reading fails, or ends when the state is another one, is read again", async () => {
  const { kept, read, ask } = reader(1000);
  await expect(kept.of("now", "a", () => Promise.reject(new Error("no disk")))).rejects.toThrow("no disk");
  expect(await ask("a", 1)).toBe("a");
  const slow = ask("b", 900);
  await ask("c", 500, "later");
  expect(await slow).toBe("b");
  await ask("c", 500, "later");
  await ask("b", 1, "later");
  expect(read).toEqual(["a now", "b now", "c later", "b later"]);
});
