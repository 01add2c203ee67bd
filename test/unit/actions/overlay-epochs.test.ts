/** A line across a change of its rig says so; one that tells nothing of its rig, or of one state alone, does not. */
import { expect, test } from "vitest";
import { acrossEpochs } from "../../../src/actions/overlay-epochs.ts";
import { UNTOLD } from "../../../src/actions/series-epochs.ts";

test.each([
  [[], ""],
  [[UNTOLD, UNTOLD], ""],
  [["first", UNTOLD, "first"], ""],
  [["first", UNTOLD, "e2"], "once"],
  [["first", "e2", "first"], "2 times"],
])("epochs %j are told as %j", (epochs, times) => {
  const told = acrossEpochs("write.bandwidth of ior-easy on opensfs-a (master)", epochs);
  if (times === "") expect(told).toBe("");
  else
    expect(told).toContain(
      `The rig of write.bandwidth of ior-easy on opensfs-a (master) changed ${times} along the way`,
    );
});
