import { expect, test } from "vitest";
import { toRunSamples } from "../../../src/detect/run-sample.ts";
import { judgePair } from "../../../src/gate/judge-pair.ts";

const baseline = toRunSamples([
  [100, 101],
  [99, 100],
  [100.5, 99.5],
  [98.8, 100],
  [101, 100.2],
  [99.4, 99.9],
]);
const times = (factor: number) => toRunSamples([[100 * factor], [100.7 * factor], [99.1 * factor]]);

test("a pair without a history fails, passes, or says that it cannot tell", () => {
  const slow = judgePair({ baseline, candidate: times(0.8), better: "higher", unit: "MiB/s" });
  expect(slow).toMatchObject({ verdict: "fail", need: null });
  expect(slow.p).toBeLessThan(0.01);
  expect(slow.why).toMatch(/^The candidate is 0\.800x \(0\.7\d+ to 0\.8\d+\) of the baseline; material is 5 %\.$/);
  expect(judgePair({ baseline, candidate: times(0.8), better: "lower" }).verdict).toBe("pass");
  expect(judgePair({ baseline, candidate: times(1), better: "higher" }).verdict).toBe("pass");
  expect(judgePair({ baseline, candidate: times(0.95), better: "higher" }).verdict).toBe("inconclusive");
  expect(judgePair({ baseline, candidate: times(0.95), better: "higher", threshold: { ratio: 0.2 } }).verdict).toBe(
    "pass",
  );
  expect(judgePair({ baseline, candidate: [], better: "higher" })).toMatchObject({ verdict: "not_measured", p: 1 });
});
