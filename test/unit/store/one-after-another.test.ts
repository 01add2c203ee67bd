/** Acts that take turns begin in the order in which they came, and a failed one holds up nobody. */
import { expect, test } from "vitest";
import { oneAfterAnother } from "../../../src/store/one-after-another.ts";

test("each act begins when the one before it has ended, and answers whoever asked for it", async () => {
  const inTurn = oneAfterAnother();
  const seen: string[] = [];
  let end = (_: string): void => undefined;
  const first = new Promise<string>((resolve) => {
    end = resolve;
  });
  const answers = Promise.all([
    inTurn(() => {
      seen.push("first begins");
      return first.finally(() => seen.push("first ends"));
    }),
    inTurn(async () => seen.push("second begins")),
  ]);
  await Promise.resolve();
  expect(seen).toEqual(["first begins"]);
  end("done");
  expect(await answers).toEqual(["done", 3]);
  expect(seen).toEqual(["first begins", "first ends", "second begins"]);
});

test("whoever comes after a failed act has their turn, and the failure goes to its own caller alone", async () => {
  const inTurn = oneAfterAnother();
  const failed = inTurn(() => Promise.reject(new Error("no")));
  const next = inTurn(async () => "next");
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("next");
});

test("beyond the most, whoever comes is refused until one has ended, well or not", async () => {
  const inTurn = oneAfterAnother(2);
  const first = inTurn(() => Promise.reject(new Error("no")));
  const second = inTurn(async () => "second");
  await expect(inTurn(async () => "third")).rejects.toMatchObject({ code: "unavailable" });
  await expect(first).rejects.toThrow("no");
  expect(await second).toBe("second");
  expect(await Promise.all([inTurn(async () => "fourth"), inTurn(async () => "fifth")])).toEqual(["fourth", "fifth"]);
});
