/** The part of the log that is held in memory never misses an event and never repeats one; where it might, it says nothing. */
import { afterEach, expect, test, vi } from "vitest";
import type { LoggedEvent } from "../../../src/store/events.ts";
import { LogTail } from "../../../src/store/log-tail.ts";

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
const UNASKED = () => Promise.reject(new Error("nobody asks"));
const until = (milliseconds: number, isTold: boolean, ...signals: AbortSignal[]) => ({ milliseconds, isTold, signals });
afterEach(() => vi.useRealTimers());
const all = (tail: LogTail, place: number) => tail.from(place, 1000, 1e6).events.map(({ id }) => id);

test("who had everything is given what came since, in parts of at most so many", () => {
  const tail = new LogTail(true, UNASKED);
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
  const tail = new LogTail(true, UNASKED);
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
  const tail = new LogTail(true, UNASKED);
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
  const tail = new LogTail(true, UNASKED);
  tail.remember("start", tail.end);
  const body = "x".repeat(2 ** 20);
  for (let sequence = 1; sequence <= 100; sequence++) {
    expect(tail.placeOf("start") === undefined).toBe(sequence > 48);
    tail.take([event("7", sequence, body)]);
  }
  expect(tail.placeOf("start")).toBeUndefined();
  tail.remember("end", tail.end - 1);
  expect(all(tail, tail.placeOf("end") ?? Number.NaN)).toEqual(["7-100"]);
});

test("what nobody asks for is not held, and who asks then reads the tables first", () => {
  const tail = new LogTail(true, UNASKED);
  tail.take([event("7", 1)]);
  expect(tail.remember("too late", tail.end - 1)).toBeUndefined();
  tail.remember("all so far", tail.end);
  tail.take([event("7", 2)]);
  expect(all(tail, tail.placeOf("all so far") ?? Number.NaN)).toEqual(["7-2"]);
  const body = "x".repeat(2 ** 20);
  for (let sequence = 3; sequence <= 60; sequence++) tail.take([event("7", sequence, body)]);
  expect(tail.remember("long ago", tail.end - 1)).toBeUndefined();
  const now = tail.remember("back", tail.end) ?? Number.NaN;
  tail.take([event("7", 61)]);
  expect(all(tail, now)).toEqual(["7-61"]);
});

test("where others write, too, nothing is held", () => {
  const tail = new LogTail(false, UNASKED);
  tail.remember("start", tail.end);
  tail.take([event("7", 1)]);
  expect(tail.placeOf("start")).toBeUndefined();
});

test("who waits is woken by the next event, by a signal, and not at all when something is there", async () => {
  const tail = new LogTail(true, UNASKED);
  const woken = tail.next(tail.end, until(1e9, true));
  tail.take([event("7", 1)]);
  await woken;
  await tail.next(0, until(1e9, true));
  const stop = new AbortController();
  const stopped = tail.next(tail.end, until(1e9, true, stop.signal));
  stop.abort();
  await stopped;
});

test("more than so many do not wait; a reader that goes leaves its place to the next", async () => {
  const tail = new LogTail(true, UNASKED);
  const gone = new AbortController();
  const left = tail.next(tail.end, until(1e9, true, gone.signal));
  const waiting = Array.from({ length: 999 }, () => tail.next(tail.end, until(1e9, true)));
  expect(await tail.next(tail.end, until(1e9, true))).toBe(false);
  expect(await tail.next(tail.end, until(1e9, false))).toBe(false);
  gone.abort();
  await left;
  const next = tail.next(tail.end, until(1e9, true));
  tail.take([event("7", 1)]);
  expect(new Set(await Promise.all([...waiting, next]))).toEqual(new Set([true]));
});

test("where others write, too, one look at the tables is for all who wait, and wakes them when something came", async () => {
  vi.useFakeTimers();
  let [stamp, looks, woken] = ["1", 0, 0];
  const tail = new LogTail(false, async () => {
    looks++;
    return stamp;
  });
  const wait = async () => {
    await tail.next(tail.end, until(30_000, false));
    woken++;
  };
  const round = () => Array.from({ length: 200 }, wait);
  const first = round();
  await vi.advanceTimersByTimeAsync(500); // nobody knows whether something came before the first look
  await Promise.all(first);
  expect({ looks, woken }).toEqual({ looks: 1, woken: 200 });
  const second = round();
  await vi.advanceTimersByTimeAsync(2000);
  expect({ looks, woken }).toEqual({ looks: 5, woken: 200 });
  stamp = "2";
  await vi.advanceTimersByTimeAsync(500);
  await Promise.all(second);
  expect({ looks, woken }).toEqual({ looks: 6, woken: 400 });
  await vi.advanceTimersByTimeAsync(60_000); // nobody waits: nobody looks
  expect(looks).toBe(6);
});

test("what came while a reader looked at the tables is not missed by it", async () => {
  vi.useFakeTimers();
  const others = { stamp: "1" };
  const shared = new LogTail(false, async () => others.stamp);
  const seen = shared.end;
  const one = shared.next(seen, until(30_000, false));
  await vi.advanceTimersByTimeAsync(500);
  await one;
  const late = shared.next(seen, until(30_000, false)); // began to read before that look
  await vi.advanceTimersByTimeAsync(500);
  await late;
  const alone = new LogTail(true, UNASKED);
  const before = alone.end;
  alone.take([event("7", 1)]);
  const behind = alone.next(before, until(30_000, false));
  await vi.advanceTimersByTimeAsync(500);
  expect(await behind).toBe(true);
});

test("a reader keeps its place however many others there are", () => {
  const tail = new LogTail(true, UNASKED);
  const own = tail.remember("mine", tail.end);
  for (let other = 0; other < 2000; other++) tail.remember(`other ${other}`, tail.end);
  expect(tail.placeOf("mine")).toBeUndefined();
  expect(tail.placeOf("mine", own)).toBe(own);
  tail.breakOff();
  expect(tail.placeOf("mine", own)).toBeUndefined();
});
