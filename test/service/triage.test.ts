/** Regressions on their way: announced once, triaged by people, closed and opened again by the data, shown to whom they belong. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Regression } from "../../src/model/regression.ts";
import { tarnish } from "../support/cli.ts";
import { Landings, nightOf, sha } from "../support/landings.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

/** Two rigs lose 12 % with change 16, get it back with 36 and lose it again with 51; reading gets better with 16. */
const isSlow = (position: number) => (position >= 16 && position < 36) || position >= 51;
const write = (rig: string, level: number) => ({
  ...{ rig, benchmark: "ior", metric: "write.bandwidth" },
  level: (position: number) => (isSlow(position) ? 0.88 * level : level),
});
const WORLD = [
  write("lab", 1000),
  write("secret", 2000),
  { rig: "lab", benchmark: "ior", metric: "read.bandwidth", level: (at: number) => (at >= 16 ? 1060 : 1000) },
  { rig: "lab", benchmark: "mdtest", metric: "create.rate", level: (at: number) => (at >= 11 && at < 31 ? 93 : 100) },
  { rig: "lab", benchmark: "fio", metric: "iops", level: () => 500 },
  {
    ...{ rig: "renewed", benchmark: "dd", metric: "copy.bandwidth" },
    level: (at: number) => (at >= 20 ? 440 : 500),
    kernel: (at: number) => (at >= 20 ? "6.8" : "6.1"),
  },
];

let service: TestService;
let landings: Landings;
const list = async (query = "", token?: string): Promise<Regression[]> => {
  const { status, body } = await service.call("GET", `/v1/regressions${query}`, undefined, token);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items;
};
const patch = (id: string, body: unknown, token?: string) =>
  service.call("PATCH", `/v1/regressions/${id}`, body, token);
const announced = async (): Promise<number> => {
  const { body } = await service.call("GET", "/v1/log");
  return (body as string).split("\n").filter((line) => line.includes('"kind":"change"')).length;
};
const tokenFor = async (...scopes: string[]): Promise<string> =>
  (await service.call("POST", "/v1/tokens", { name: scopes.join(" "), scopes })).body.token;

let slow: Regression;
let triager: string;
beforeAll(async () => {
  service = await serviceInProcess();
  await service.call("PUT", "/v1/rigs/secret", { vendor: "umbra", visibility: "private" });
  landings = new Landings(service, WORLD);
  await landings.upTo(30);
  triager = await tokenFor("triage");
  slow = (await list("?q=write.bandwidth"))[0] as Regression;
}, 60_000);
afterAll(() => service.stop());

describe("one cause", () => {
  test("is one regression with its candidates, on every rig, and what became better with it", () => {
    expect(slow).toMatchObject({
      ...{ kind: "tradeoff", state: "open", certainty: "confirmed", isMaterial: true, branch: "master" },
      ...{ sha: sha(16), good: sha(15), rigs: ["lab", "secret"], recovered: { series: 0, of: 2 }, reopened: 0 },
      candidates: [{ sha: sha(16), subject: "LU-16 osc: change 16" }],
      clock: { waitsFor: "acknowledgement", within: 2, workingDays: 0, isOverdue: false },
    });
    expect(slow.members.map(({ rig, metric, worse }) => [rig, metric, worse])).toEqual(
      expect.arrayContaining([
        ["lab", "write.bandwidth", true],
        ["secret", "write.bandwidth", true],
        ["lab", "read.bandwidth", false],
      ]),
    );
    expect(slow.title).toMatch(
      /^write\.bandwidth of ior on (lab|secret) is 1[1-3][\d.]* % \(0\.8[78]\d*x\) worse, and 2 more series/,
    );
  });

  test("is announced once: asked again, and with further runs, it is the same and nothing more is said", async () => {
    const said = await announced();
    expect((await list()).length).toBe(2);
    await landings.upTo(33);
    expect((await list("?q=write.bandwidth")).map(({ id }) => id)).toEqual([slow.id]);
    const changes = (await list()).flatMap(({ members }) => members.map(({ change }) => change));
    expect(changes.length).toBeLessThanOrEqual((await announced()) as number);
    const now = await announced();
    await list();
    expect([await announced(), now - said < 4]).toEqual([now, true]);
  });

  test("the series' own list says how each change point was announced", async () => {
    const member = slow.members.find(({ rig, worse }) => rig === "lab" && worse);
    const { body } = await service.call("GET", `/v1/series/${member?.series}/changes`);
    expect(body.changes[0].announced).toMatchObject({ id: member?.change, regression: slow.id, state: "confirmed" });
  });
});

test("a step that came with another state of the rig is the rig's, and no item for anybody", async () => {
  const { items } = (await service.call("GET", "/v1/series")).body;
  const copied = items.find(({ metric }: { metric: string }) => metric === "copy.bandwidth");
  const { changes } = (await service.call("GET", `/v1/series/${copied.id}/changes`)).body;
  expect(changes).toMatchObject([{ sha: sha(20), rigChanged: true, announced: null }]);
  expect(await list("?rig=renewed")).toEqual([]);
  const member = slow.members.find(({ rig, worse }) => rig === "lab" && worse);
  const others = (await service.call("GET", `/v1/series/${member?.series}/changes`)).body.changes;
  expect(others[0].rigChanged).toBe(false);
});

describe("who may not see the private rig", () => {
  test("sees the regression without it: no name, no figure, the same id", async () => {
    for (const token of ["", triager]) {
      const [seen] = await list("?q=write.bandwidth", token);
      expect(seen).toMatchObject({ id: slow.id, rigs: ["lab"], recovered: { series: 0, of: 1 } });
      expect(JSON.stringify(seen)).not.toMatch(/secret|umbra|17[0-9][0-9]\./);
    }
    expect(await list("?rig=secret", "")).toEqual([]);
  });

  test("does not read notes of those who may", async () => {
    expect((await patch(slow.id, { note: "only the secret rig has the new cards" })).status).toBe(200);
    expect((await list("?q=write.bandwidth"))[0]?.notes).toHaveLength(1);
    expect((await list("?q=write.bandwidth", triager))[0]?.notes).toEqual([]);
    const { body } = await service.call("GET", `/v1/regressions/${slow.id}`, undefined, triager);
    expect([body.acts, body.notes]).toEqual([[], []]);
  });
});

describe("a person", () => {
  test("acknowledges, assigns and names a ticket; sent again it is one act", async () => {
    const said = { state: "acknowledged", assignee: "bob", ticket: "LU-20001", cause: sha(16) };
    for (const _ of [1, 2]) {
      const { status, body } = await patch(slow.id, said, triager);
      expect([status, body.state, body.assignee, body.clock.waitsFor]).toEqual([
        200,
        "acknowledged",
        "bob",
        "resolution",
      ]);
    }
    const { body } = await service.call("GET", `/v1/regressions/${slow.id}`);
    expect(body.acts).toHaveLength(2);
    expect(body.acts[1]).toMatchObject({
      who: "triage",
      what: ["state: acknowledged", "assignee: bob", "ticket: LU-20001", `cause: ${sha(16)}`],
    });
    expect((await list("?state=acknowledged&assignee=bob&ticket=LU-20001")).map(({ id }) => id)).toEqual([slow.id]);
    expect(await list("?state=open&q=write")).toEqual([]);
  });

  test("is refused with every fault named, and nothing changes", async () => {
    const { status, body } = await patch(slow.id, { state: "duplicate", cause: "nothing", downstreamOf: slow.id });
    expect(status).toBe(422);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      "/cause",
      "/downstreamOf",
      "/downstreamOf",
      "/duplicateOf",
    ]);
    expect((await patch(slow.id, { state: "fixed", asignee: "x" })).body.errors.length).toBeGreaterThan(1);
    expect((await patch(slow.id, {})).status).toBe(422);
    expect((await patch("0123456789abcdef", { note: "x" })).status).toBe(404);
    expect((await patch(slow.id, { note: "x" }, "")).status).toBe(401);
    expect((await patch(slow.id, { note: "x" }, await tokenFor("release"))).status).toBe(403);
    expect((await list("?q=write.bandwidth"))[0]).toMatchObject({ state: "acknowledged", notes: [{}] });
    expect((await service.call("GET", "/v1/regressions?state=broken")).status).toBe(422);
  });

  test("ties one to another, but not in a circle", async () => {
    const other = (await list("?q=create.rate"))[0] as Regression;
    expect((await patch(other.id, { duplicateOf: slow.id }, triager)).body).toMatchObject({
      ...{ state: "duplicate", duplicateOf: slow.id },
    });
    expect((await list("?q=write.bandwidth"))[0]?.duplicates).toEqual([other.id]);
    expect((await patch(slow.id, { duplicateOf: other.id })).body.errors[0].detail).toMatch(
      /one of this regression already/,
    );
    expect((await patch(other.id, { duplicateOf: null }, triager)).body).toMatchObject({
      state: "open",
      duplicateOf: null,
    });
  });

  test("does all of it by the command line, too", async () => {
    const tell = (...args: string[]) => tarnish(args, { TARNISH_URL: service.url, TARNISH_DATA: service.data });
    const listed = await tell("regression", "list", "--q", "write.bandwidth");
    expect(listed.code, listed.errors).toBe(0);
    expect(listed.out).toContain(slow.id);
    const one = JSON.parse((await tell("regression", "show", slow.id, "--json")).out) as Regression;
    expect(one).toMatchObject({ id: slow.id, assignee: "bob" });
    expect((await tell("regression", "set", slow.id, "--assignee", "none", "--ticket", "LU-7")).out).toMatch(
      /acknowledged/,
    );
    expect((await list("?q=write.bandwidth"))[0]).toMatchObject({ assignee: null, ticket: "LU-7" });
    expect((await tell("regression", "set", slow.id)).code).toBe(65);
  }, 60_000);
});

describe("the data", () => {
  test("close a regression whose levels are back on every rig, and open it again when it comes back", async () => {
    await landings.upTo(50);
    const [closed] = await list("?q=write.bandwidth&kind=tradeoff");
    expect(closed).toMatchObject({ id: slow.id, state: "recovered", recovered: { series: 2, of: 2 } });
    expect(closed?.closedAt).not.toBeNull();
    expect(closed?.members.find(({ rig, worse }) => rig === "lab" && worse)?.recoveredBy).toBe(sha(36));
    await landings.upTo(65);
    const again = (await list("?q=write.bandwidth")).find(({ id }) => id === slow.id);
    expect(again).toMatchObject({ state: "open", reopened: 1, sha: sha(51), closedAt: null, ticket: "LU-7" });
    const { body } = await service.call("GET", `/v1/regressions/${slow.id}`);
    expect(body.acts.length).toBe(3);
  });

  test("withdraw one whose runs do not count any more, and improvements are listed, too", async () => {
    const create = (await list("?q=create.rate&state=open")).find(({ kind }) => kind === "regression");
    expect(create).toBeUndefined(); // back since change 31
    const before = (await list("?q=create.rate&state=recovered"))[0] as Regression;
    const span = { from: nightOf(1).toISOString(), to: nightOf(30).toISOString() };
    const retracted = await service.call("POST", "/v1/retractions", { rig: "lab", ...span, reason: "loose cable" });
    expect(retracted.status).toBeLessThan(300);
    const after = (await list("?state=withdrawn")).find(({ id }) => id === before.id);
    expect(after).toMatchObject({ state: "withdrawn", certainty: "withdrawn" });
  });
});

test("the service notices what nobody gates and what a threshold hides, and tells strangers of no private rig", async () => {
  const kinds = async (token?: string) => {
    const { status, body } = await service.call("GET", "/v1/watchdogs", undefined, token);
    expect(status).toBe(200);
    return body.items as { kind: string; rig: string; text: string }[];
  };
  expect(await kinds()).toEqual([]);
  const policy = { judges: "advisory", threshold: "60 %" };
  expect((await service.call("PUT", "/v1/policies/default", policy)).status).toBe(200);
  const found = await kinds();
  expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(["ungated", "blind_threshold"]));
  expect(found.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/^iops of fio on lab was measured on \d\d changesets of master, and nobody gates it/),
  );
  expect(new Set(found.map(({ rig }) => rig))).toEqual(new Set(["lab", "secret", "renewed"]));
  expect(new Set((await kinds("")).map(({ rig }) => rig))).toEqual(new Set(["lab", "renewed"]));
});
