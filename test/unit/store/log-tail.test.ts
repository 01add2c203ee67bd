/** The part of the log that is held in memory never misses an event and never repeats one; where it might, it says nothing. */
import { expect, test } from "vitest";
import { LogTail } from "../../../src/store/log-tail.ts";
import type { LoggedEvent } from "../../../src/store/store.ts";

const event = (chain: string, sequence: number, body = "{}"): LoggedEvent => ({
  chain,
  sequence,
  link: sequence,
  id: `${chain}-${sequence}`,
  kind: "rig",
  key: "r",
  who: "ann",
  at: new Date(sequence),
  contentHash: "",
  previousHash: "",
  linkHash: "",
  version: 2,
  excluded: "",
  isAccepted: true,
  body,
});
const all = (tail: LogTail, place: number) => tail.from(place, 1000, 1e6).events.map(({ id }) => id);

test("who had everything is given what came since, in parts of at most so many", () => {
  const tail = new LogTail(true);
  tail.remember("all so far", tail.end);
  tail.take([event("7", 1), event("7", 2)]);
  tail.take([event("7", 3)]);
  const place = tail.placeOf("all so far") ?? Number.NaN;
  expect(all(tail, place)).toEqual(["7-1", "7-2", "7-3"]);
  expect(tail.from(place, 2, 1e6)).toMatchObject({ end: place + 2, isLast: false });
  expect(tail.from(place + 2, 2, 1e6)).toMatchObject({ end: place + 3, isLast: true });
  expect(tail.from(place, 1000, 1).events).toHaveLength(1);
  expect(tail.placeOf("another")).toBeUndefined();
});

test("after a gap nothing is told until the tables were read, and nothing held until a chain begins", () => {
  const tail = new LogTail(true);
  tail.take([event("7", 1)]);
  tail.remember("before", tail.end);
  tail.take([event("7", 3)]);
  expect(tail.placeOf("before")).toBeUndefined();
  const read = tail.end;
  tail.take([event("7", 4)]);
  tail.remember("read before 4 came", read);
  expect(tail.placeOf("read before 4 came")).toBeUndefined();
  tail.remember("read", tail.end);
  tail.take([event("8", 1), event("8", 2)]);
  expect(all(tail, tail.placeOf("read") ?? Number.NaN)).toEqual(["8-1", "8-2"]);
});

test("what came into the tables by another way is read there, also by those who looked just before", () => {
  const tail = new LogTail(true);
  tail.take([event("7", 1)]);
  const looked = tail.end;
  tail.breakOff();
  tail.remember("cursor", looked);
  expect(tail.placeOf("cursor")).toBeUndefined();
  tail.remember("later", tail.end);
  tail.take([event("7", 2)]); // the chain goes on
  expect(all(tail, tail.placeOf("later") ?? Number.NaN)).toEqual(["7-2"]);
});

test("it holds what fits into memory; who is further behind reads the tables", () => {
  const tail = new LogTail(true);
  tail.remember("start", tail.end);
  const body = "x".repeat(2 ** 20);
  for (let sequence = 1; sequence <= 100; sequence++) tail.take([event("7", sequence, body)]);
  expect(tail.placeOf("start")).toBeUndefined();
  tail.remember("end", tail.end - 1);
  expect(all(tail, tail.placeOf("end") ?? Number.NaN)).toEqual(["7-100"]);
});

test("where others write, too, nothing is held", () => {
  const tail = new LogTail(false);
  tail.remember("start", tail.end);
  tail.take([event("7", 1)]);
  expect(tail.placeOf("start")).toBeUndefined();
});

test("who waits is woken by the next event, by a signal, and not at all when something is there", async () => {
  const tail = new LogTail(true);
  const woken = tail.next(tail.end, 1e9);
  tail.take([event("7", 1)]);
  await woken;
  await tail.next(0, 1e9);
  const stop = new AbortController();
  const stopped = tail.next(tail.end, 1e9, stop.signal);
  stop.abort();
  await stopped;
});
