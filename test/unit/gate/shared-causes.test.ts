/** What several series have in common is told once, and what the rig did is not the changeset's fault. */
import { beforeEach, describe, expect, test } from "vitest";
import { shapeOf } from "../../../src/detect/curve-shape.ts";
import { judgeLanding } from "../../../src/gate/judge-landing.ts";
import type { SeriesQuestion } from "../../../src/gate/landing.ts";
import type { Series } from "../../../src/model/series.ts";
import { landingOf, oneSeries, SERIES } from "./rig.ts";

let ordinal = 0;
beforeEach(() => {
  ordinal = 0;
});
function series(more: Partial<Series>, factor: number, level = 1): SeriesQuestion {
  const id = (++ordinal).toString(16).padStart(16, "0");
  const question = oneSeries({ factor }, { series: { ...SERIES, ...more, id } }, ordinal);
  const scaled = (runs: SeriesQuestion["baseline"]) => runs.map((run) => ({ ...run, value: run.value * level }));
  const { baseline, candidate } = question;
  return { ...question, baseline: scaled(baseline), parent: scaled(baseline), candidate: scaled(candidate) };
}
const judged = (all: readonly SeriesQuestion[]) => judgeLanding(landingOf(all));

describe("a scaling curve", () => {
  /** Throughput at 1, 2, 4, … clients: perfect up to 64, then flat; `worse` says where the candidate loses 20 %. */
  const curve = (worse: (clients: number) => boolean, more: Partial<Series> = {}) =>
    [8, 16, 32, 64, 128, 256].map((clients) =>
      series({ parameters: { clients: String(clients) }, ...more }, worse(clients) ? 0.8 : 1, Math.min(clients, 64)),
    );

  test("that is worse at its end only is one finding, with its range, knee and efficiency", () => {
    const { verdict, why, findings } = judged(curve((clients) => clients > 64));
    expect(verdict).toBe("fail");
    expect(findings).toHaveLength(1);
    expect(why).toMatch(
      /^write\.bandwidth on opensfs-a is worse only above 64 clients \(0\.\d\dx at 128, 0\.\d\dx at 256\); efficiency at 256 goes from 2\d % to 20 %\.$/,
    );
    expect(findings[0]?.curve).toMatchObject({ parameter: "clients", baseline: { knee: 64 }, candidate: { knee: 64 } });
    expect(findings[0]?.series).toHaveLength(2);
  });

  test.each<[string, (clients: number) => boolean, string]>([
    ["everywhere", () => true, "at every number of clients, 8 to 256"],
    ["at its beginning", (clients) => clients < 32, "only up to 16 clients"],
    ["in its midst", (clients) => clients === 16 || clients === 128, "at 16, 128 clients"],
  ])("that is worse %s says so", (_, worse, words) => {
    expect(judged(curve(worse)).why).toContain(words);
  });

  test("whose efficiency is the same in whole per cent says that it stays", () => {
    expect(judged(curve(() => true)).why).toMatch(/; efficiency at 256 stays 2\d %\.$/);
  });

  test("a knee that moved is told", () => {
    const steep = curve((clients) => clients >= 64).map((one, i) =>
      i < 3 ? one : { ...one, candidate: one.candidate.map((run) => ({ ...run, value: run.value * 0.6 })) },
    );
    expect(judged(steep).why).toContain("the knee moves from 64 to 32 clients");
  });

  test("a failing series of no curve is counted beside it", () => {
    const alone = series({ metric: "create.rate", parameters: {} }, 0.8);
    expect(judged([...curve((clients) => clients > 64), alone]).why).toMatch(/ 1 more series says fail\.$/);
  });

  test("one failing point is a series as any other", () => {
    expect(judged(curve((clients) => clients === 256)).findings).toEqual([]);
  });

  test("its shape is that of times, too: less is better", () => {
    const times = [1, 2, 4, 8].map((x) => ({ x, y: x <= 2 ? 10 : 10 * (x / 2) }));
    expect(shapeOf(times, "lower")).toMatchObject({ knee: 2, efficiency: 0.25 });
    expect(shapeOf(times, "lower").level).toBeCloseTo(10 * 8 ** 0.25, 12);
    expect(
      shapeOf(
        [
          { x: 1, y: 5 },
          { x: 4, y: 20 },
        ],
        "higher",
      ),
    ).toMatchObject({ knee: null, efficiency: 1 });
  });
});

describe("a sick node", () => {
  const targets = (sick: readonly string[], metric = "read.bandwidth") =>
    ["ost0", "ost1", "ost2", "ost3"].map((ost) =>
      series({ metric, parameters: { ost } }, sick.includes(ost) ? 0.7 : 1),
    );

  test("that alone is worse is named, and nobody is blamed; nor for what is summed over it", () => {
    const total = series({ metric: "read.total", parameters: {} }, 0.9);
    const { verdict, why, final, findings, series: all } = judged([...targets(["ost2"]), total]);
    expect([verdict, final]).toEqual(["invalid_environment", false]);
    expect(why).toContain("Only ost ost2 of opensfs-a is worse (read.bandwidth), 3 others stand still");
    expect(findings).toMatchObject([{ kind: "node", node: { parameter: "ost", value: "ost2" } }]);
    expect(all.filter((one) => one.verdict === "fail")).toEqual([]);
    expect(all.filter((one) => one.verdict === "pass")).toHaveLength(3);
  });

  test("is none when every node is worse, or two of them: that is the changeset", () => {
    expect(judged(targets(["ost0", "ost1", "ost2", "ost3"])).verdict).toBe("fail");
    expect(judged(targets(["ost0", "ost1"])).verdict).toBe("fail");
  });

  test("is none when another node is worse in another metric", () => {
    expect(judged([...targets(["ost2"]), ...targets(["ost1"], "write.bandwidth")]).verdict).toBe("fail");
  });

  test("needs others that stand still: of two nodes nobody knows which one moved", () => {
    expect(judged(targets(["ost0"]).slice(0, 2)).verdict).toBe("fail");
  });

  test("of one rig excuses nothing on another", () => {
    const elsewhere = series({ rig: "opensfs-b", metric: "read.total", parameters: {} }, 0.8);
    const { verdict, why } = judged([...targets(["ost2"]), elsewhere]);
    expect(verdict).toBe("fail");
    expect(why).toContain("read.total");
  });

  test("a number of clients is no node", () => {
    const clients = ["16", "32", "64"].map((count) =>
      series({ parameters: { clients: count } }, count === "64" ? 0.7 : 1),
    );
    expect(judged(clients).verdict).toBe("fail");
  });
});

describe("the lowest layer that moved", () => {
  const application = () => series({}, 0.8);

  test("is named beside the guilty series", () => {
    const layers = ["metadata", "network"].map((layer) => series({ metric: layer, parameters: { layer } }, 0.8));
    const { verdict, why, findings } = judged([application(), ...layers]);
    expect(verdict).toBe("fail");
    expect(why).toContain("The lowest layer that moved on opensfs-a is the network: ior-easy network is 0.81x");
    expect(findings).toMatchObject([{ kind: "layer", layer: "network" }]);
  });

  test("measured by a canary, without the software under test, blames nobody", () => {
    const canary = series({ benchmark: "canary.nvme-read", metric: "bandwidth", parameters: {} }, 0.85);
    const { verdict, why } = judged([application(), canary]);
    expect(verdict).toBe("invalid_environment");
    expect(why).toContain("The lowest layer that moved on opensfs-a is the disk: canary.nvme-read bandwidth is 0.85x");
  });

  test("that stands still is not spoken of", () => {
    const quiet = series({ benchmark: "canary.disk", metric: "bandwidth", parameters: {} }, 1);
    const { verdict, findings } = judged([application(), quiet]);
    expect([verdict, findings]).toEqual(["fail", []]);
  });

  test("a sound rig alone lets nothing through", () => {
    const quiet = series({ benchmark: "canary.disk", metric: "bandwidth", parameters: {} }, 1);
    expect(judged([quiet]).verdict).toBe("not_measured");
    const { verdict, why } = judged([quiet, { ...application(), role: "advisory" }]);
    expect(verdict).toBe("inconclusive");
    expect(why).not.toContain("canary");
  });
});
