/** Whatever is posted: never a failure of ours, never half a run stored, and every fault leads to a place in the body. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fuzzRuns, leadsSomewhere } from "../support/fuzz.ts";
import { mutatedOf } from "../support/mutations.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

test("thousands of damaged documents: no 5xx, every 422 names places of the body, only what was accepted is stored", async () => {
  const { wrong, statuses } = await fuzzRuns(service, 3200, 20_261_002); // 20,000: npm run soak
  expect(wrong).toEqual([]);
  // The test looked at something: each kind of answer came often.
  for (const status of [201, 400, 422]) expect(statuses.get(status), String(status)).toBeGreaterThan(100);
}, 360_000);

/** What the other doors take, each right in itself. */
const DOORS = {
  "PUT /v1/changesets": [
    {
      sha: "f5",
      branch: "master",
      parent: "f3",
      position: 4,
      trailers: { Fixes: "f1" },
      committedAt: "2026-10-02T22:00:00Z",
    },
    [
      { sha: "f6", branch: "b", subject: "x" },
      { sha: "f7", parent: "f6", changeId: "I1", patchset: 2 },
    ],
  ],
  "PUT /v1/rigs/fuzz-a": [{ vendor: "v", description: "d", labels: ["a"], visibility: "public" }],
  "PUT /v1/releases/1.0": [{ sha: "f1", branch: "master", releasedAt: "2026-10-02T22:00:00Z" }],
  "PUT /v1/trains/t": [{ branch: "master", releases: [{ tag: "1.0", phases: { landing: "2026-10-02" } }], cells: [] }],
  "POST /v1/tokens": [{ name: "n", scopes: ["triage"], expiresAt: "2026-10-02T22:00:00Z" }],
} as const;

test.each(Object.entries(DOORS))(
  "%s: no 5xx, and every 422 names places of the body",
  async (door, bodies) => {
    const [method = "", path = ""] = door.split(" ");
    const texts = fc.array(mutatedOf(fc.constantFrom(...bodies.map((body) => structuredClone(body) as never))), {
      minLength: 20,
      maxLength: 20,
    });
    const property = fc.asyncProperty(texts, async (batch) => {
      for (const text of batch) {
        const { status, body } = await service.call(method, path, text);
        expect([200, 201, 400, 409, 413, 422], `${text}: ${JSON.stringify(body)}`).toContain(status);
        if (status !== 422) continue;
        expect(body.errors.length, text).toBeGreaterThan(0);
        for (const fault of body.errors)
          expect(leadsSomewhere(fault.path, JSON.parse(text)), `${fault.path} in ${text}`).toBe(true);
      }
    });
    await fc.assert(property, { numRuns: 10, seed: 20_261_003, endOnFailure: true });
  },
  360_000,
);

test("whatever is asked behind a question mark: never a 5xx", async () => {
  const names = fc.constantFrom(
    "limit",
    "cursor",
    "after",
    "q",
    "rig",
    "branch",
    "series",
    "changeset",
    "base",
    "head",
    "against",
    "last",
  );
  const values = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.integer().map(String),
    fc.constantFrom("\u0000", "-1", "1e999", "'; --", "__proto__"),
  );
  const paths = fc.constantFrom(
    "/",
    "/v1/series",
    "/v1/changesets",
    "/v1/rigs",
    "/v1/releases",
    "/v1/log",
    "/v1/compare",
    "/charts/series.svg",
  );
  const asked = fc.tuple(paths, fc.array(fc.tuple(names, values), { minLength: 1, maxLength: 3 }));
  const property = fc.asyncProperty(asked, async ([path, questions]) => {
    const query = new URLSearchParams(questions as [string, string][]);
    const get = () => service.call("GET", `${path}?${query}`);
    const { status } = await get().catch(get); // a connection that rested too long is closed under the client
    expect(status, `${path}?${query}`).toBeLessThan(500);
  });
  await fc.assert(property, { numRuns: 300, seed: 20_261_004, endOnFailure: true });
}, 360_000);
