/** A disk that is really full: every post is answered, what was acknowledged stays, and room makes everything well again. */
import { afterAll, expect, test } from "vitest";
import type { RunDocument } from "../../src/model/run.ts";
import { seeded } from "../simulator/random.ts";
import { run, uuids } from "../support/runs.ts";
import { serviceProcess } from "../support/service.ts";
import { smallDisk } from "../support/small-disk.ts";

const MOST_POSTS = 400;
const disk = smallDisk(96);
afterAll(() => disk?.end());

const id = uuids(81);
const random = seeded(82);
const [measured] = run({ id: "", sha: "" }).measurements;

/** Half a megabyte that hardly compresses. */
function large(): RunDocument {
  const measurements = Array.from({ length: 3 }, (_, index) => ({
    ...measured,
    metric: `metric.${index}`,
    values: Array.from({ length: 10_000 }, random),
  }));
  return { ...run({ id: id(), sha: "full" }), measurements } as RunDocument;
}

// Without the right to mount a disk there is the contract test of the storage, whose write errors are injected.
test.skipIf(disk === undefined)(
  "a full disk refuses with 503, loses nothing that was acknowledged, and takes the refused run once there is room",
  async () => {
    const folder = disk?.folder ?? "";
    const service = await serviceProcess(folder);
    const acknowledged: RunDocument[] = [];
    let refused: RunDocument | undefined;
    disk?.fill(5 * 2 ** 20);
    for (let post = 0; post < MOST_POSTS && !refused; post++) {
      const document = large();
      const answer = await service.call("POST", "/v1/runs", document);
      expect([201, 503]).toContain(answer.status);
      if (answer.status === 201) acknowledged.push(document);
      else {
        refused = document;
        expect(answer.headers.get("retry-after")).toBeTruthy();
        expect(answer.body.detail).toMatch(/^The storage .* send it again/);
      }
    }
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(refused).toBeDefined();
    expect((await service.call("GET", `/v1/runs/${acknowledged[0]?.id}`)).body).toEqual(acknowledged[0]);
    expect((await service.call("GET", `/v1/runs/${refused?.id}`)).status).toBe(404);
    disk?.clear();
    expect((await service.call("POST", "/v1/runs", refused)).status).toBe(201);
    await service.kill();

    const again = await serviceProcess(folder);
    const expected = [...acknowledged, refused as RunDocument];
    for (const document of expected) {
      expect((await again.call("GET", `/v1/runs/${document.id}`)).body).toEqual(document);
    }
    for (const series of (await again.call("GET", "/v1/series")).body.items as { id: string }[]) {
      const { points } = (await again.call("GET", `/v1/series/${series.id}/points?limit=1000`)).body;
      const stored = (points as { run: string }[]).map(({ run: one }) => one);
      expect(stored.sort()).toEqual(expected.map((document) => document.id).sort());
    }
    await again.stop();
  },
  120_000,
);
