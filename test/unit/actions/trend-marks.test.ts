/** What the marks of a rig's changes say is what comparisons do. */
import { expect, test } from "vitest";
import { rigChanges } from "../../../src/actions/trend-marks.ts";
import type { Bridge } from "../../../src/gate/landing.ts";

const effect = { scale: "ratio", value: 1.1, low: 1.08, high: 1.12, confidence: 0.95, unit: "" } as const;
const bridge = (from: string, to: string): Bridge =>
  ({ from, to, effect, changesets: 2, runs: ["r1", "r2"], scale: "ratio", estimate: 0.095, variance: 0.0001 }) as never;
const accepted = [
  { epoch: "2", reason: "new disks" },
  { epoch: "3", reason: "new switch" },
];

/** Marks as `kind@place: text`; `ways`: bridges that there are, as `from-to`. */
async function marks(epochs: readonly string[], ways: readonly string[] = []) {
  let asked = 0;
  const changesets = epochs.map((_, at) => ({ sha: `c${at}` }));
  const found = await rigChanges({ epochs, changesets }, accepted, async () => {
    asked++;
    return (from, to) => (ways.includes(`${from}-${to}`) ? bridge(from, to) : null);
  });
  return { asked, told: found.map(({ kind, index, text }) => `${kind}@${index}: ${text}`) };
}

test("a rig in one state, and one that told nothing, have no marks and look for no bridge", async () => {
  expect(await marks(["first", "", "first"])).toEqual({ asked: 0, told: [] });
});

test("a new epoch without a bridge says that nothing is compared with what lies before; with one, by how much", async () => {
  expect((await marks(["first", "2"])).told).toEqual([
    "epoch@0.5: The rig became epoch 2: new disks (no bridge leads here: nothing is compared with what lies before)",
  ]);
  const { told } = await marks(["first", "2"], ["first-2"]);
  expect(told).toEqual([
    "epoch@0.5: The rig became epoch 2: new disks",
    expect.stringMatching(/^bridge@0.5: From epoch first to 2 /),
  ]);
});

test("a rig that is as it was before is compared with its runs of then, without a bridge", async () => {
  const again = "The rig is as it was before (epoch first): compared with its runs of then.";
  expect((await marks(["first", "2", "first"])).told[1]).toBe(`epoch@1.5: ${again}`);
  expect(await marks(["first", "drift", "first"])).toEqual({
    asked: 0,
    told: [expect.stringMatching(/^drift@0.5/), `epoch@1.5: ${again}`],
  });
});

test("a bridge leads over an open drift, and over an epoch that none ties to the new one", async () => {
  expect((await marks(["first", "drift", "2"], ["first-2"])).told).toEqual([
    expect.stringMatching(/^drift@0.5/),
    "epoch@1.5: The rig became epoch 2: new disks",
    expect.stringMatching(/^bridge@1.5: From epoch first to 2 /),
  ]);
  expect((await marks(["first", "2", "3"], ["first-3"])).told.at(-1)).toMatch(/^bridge@1.5: From epoch first to 3 /);
});
