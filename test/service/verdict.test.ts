/** What a verdict rests on, and what becomes of it when that changes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Retracted } from "../../src/actions/retract-runs.ts";
import type { ChangesetVerdict } from "../../src/model/verdict.ts";
import { documents, type Measured, nightsFrom, post } from "../support/measured.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

let seed = 1;
const measure = (...all: readonly Measured[]) =>
  post(
    service,
    all.flatMap((one) => documents(seed++, one)),
  );
const verdict = async (sha: string, token?: string): Promise<ChangesetVerdict> =>
  (await service.call("GET", `/v1/changesets/${sha}/verdict`, undefined, token)).body;
const tokenFor = async (...scopes: string[]): Promise<string> =>
  (await service.call("POST", "/v1/tokens", { name: scopes.join(), scopes })).body.token;

describe("retraction", () => {
  const base = { sha: "r-base" };
  const slow = { sha: "r-slow", parent: "r-base" };

  beforeAll(async () => {
    await service.call("PUT", "/v1/rigs/cluster", { vendor: "acme" });
    await measure(
      { rig: "cluster", changeset: base, nights: nightsFrom("2026-03-01", 6) },
      { rig: "cluster", changeset: slow, nights: nightsFrom("2026-04-01", 3), series: [{ level: 800 }] },
    );
    expect(await verdict("r-slow")).toMatchObject({ verdict: "fail" });
  });

  const ask = { rig: "cluster", from: "2026-04-01T00:00:00Z", to: "2026-04-03T23:00:00Z", reason: "a cable was loose" };
  const retract = async (body: object, token?: string) => service.call("POST", "/v1/retractions", body, token);

  test("only those who keep the rig, or triage, may", async () => {
    expect((await retract(ask, "")).status).toBe(401);
    expect((await retract(ask, await tokenFor("rig:cluster", "rig-admin:other"))).status).toBe(403);
  });

  test("an unknown rig, a time turned round and a time to come are refused in one sentence", async () => {
    const faults = async (more: object) => {
      const { status, body } = await retract({ ...ask, ...more });
      return [status, body.detail];
    };
    expect(await faults({ rig: "nobody" })).toEqual([422, expect.stringContaining("there is no rig nobody")]);
    expect(await faults({ to: "2026-01-01T00:00:00Z" })).toEqual([422, expect.stringContaining("before `from`")]);
    expect(await faults({ from: "2999-01-01T00:00:00Z", to: "2999-01-02T00:00:00Z" })).toEqual([
      422,
      expect.stringContaining("still to come"),
    ]);
  });

  test("names the landings that relied on the runs, judges them again, and counts the runs no more", async () => {
    const answer = await retract(ask, await tokenFor("rig-admin:acme"));
    expect(answer.status).toBe(201);
    const { retraction, runs, relied } = answer.body as Retracted;
    expect(runs).toBe(6);
    expect(relied).toEqual([{ sha: "r-slow", before: "fail", now: "not_measured" }]);
    const after = await verdict("r-slow");
    expect(after.verdict).toBe("not_measured");
    expect(JSON.stringify(after.series)).toContain("6 runs do not count: retracted: a cable was loose.");
    const listed = await service.call("GET", "/v1/runs?rig=cluster&sha=r-slow");
    expect(listed.body.items.map((one: { excluded: string }) => one.excluded)).toEqual(
      Array(6).fill("retracted: a cable was loose"),
    );
    const [series] = (await service.call("GET", "/v1/series?rig=cluster")).body.items;
    const { points } = (await service.call("GET", `/v1/series/${series.id}/points`)).body;
    expect(points.filter(({ excluded }: { excluded: string }) => excluded === "")).toHaveLength(12);
    expect((await retract(ask)).body.retraction.id).toBe(retraction.id);
  });

  test("also strikes a run that is posted later; withdrawn, all count again", async () => {
    await measure({ rig: "cluster", changeset: slow, nights: ["2026-04-02"], perNight: 1, series: [{ level: 800 }] });
    const { items } = (await service.call("GET", "/v1/retractions")).body;
    expect(await verdict("r-slow")).toMatchObject({ verdict: "not_measured" });
    const path = `/v1/retractions/${items[0].id}/withdraw`;
    expect((await service.call("POST", path, { reason: "it was another cable" })).body).toMatchObject({
      runs: 7,
      relied: [{ sha: "r-slow", before: "not_measured", now: "fail" }],
    });
    expect((await service.call("POST", path, { reason: "again" })).status).toBe(409);
  });

  test("runs are listed page by page, each once", async () => {
    const seen: string[] = [];
    for (let cursor = ""; ; ) {
      const { body } = await service.call("GET", `/v1/runs?rig=cluster&limit=4${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ run }: { run: string }) => run));
      if (body.next === null) break;
      cursor = body.next;
    }
    expect(seen).toHaveLength(19);
    expect(new Set(seen).size).toBe(19);
  });

  test("a private rig's runs and retractions are nobody else's", async () => {
    await service.call("PUT", "/v1/rigs/secret", { vendor: "hush", visibility: "private" });
    await measure({ rig: "secret", changeset: { sha: "r-base" }, nights: ["2026-03-01"] });
    const body = { rig: "secret", from: "2026-03-01T00:00:00Z", to: "2026-03-02T00:00:00Z", reason: "fan" };
    expect((await retract(body, await tokenFor("triage"))).body.detail).toContain("there is no rig secret");
    expect((await retract(body, await tokenFor("rig-admin:hush"))).body).toMatchObject({ runs: 2 });
    for (const path of ["/v1/runs?rig=secret", "/v1/retractions", "/v1/log"])
      expect(JSON.stringify((await service.call("GET", path, undefined, "")).body)).not.toContain("secret");
  });
});

describe("a verdict is of code, not of a commit", () => {
  const trunk = { sha: "t1", tree: "tree-t1", position: 1 };
  const patchset = (number: number, more: object = {}) => ({
    sha: `p${number}`,
    parent: "t1",
    tree: "tree-p",
    changeId: "I1",
    patchset: number,
    ...more,
  });

  beforeAll(async () => {
    const changesets = [trunk, { sha: "t2", tree: "tree-t2", parent: "t1", position: 2 }].map((one) => ({
      branch: "code",
      ...one,
    }));
    expect((await service.call("PUT", "/v1/changesets", changesets)).status).toBe(200);
    await measure(
      { rig: "keyed", changeset: { branch: "code", ...trunk }, nights: nightsFrom("2026-03-01", 6) },
      {
        rig: "keyed",
        changeset: { branch: "code", ...patchset(1) },
        nights: nightsFrom("2026-04-01", 3),
        series: [{ level: 800 }],
      },
    );
  });

  test("a new message inherits all runs and the verdict", async () => {
    await service.call("PUT", "/v1/changesets", { branch: "code", ...patchset(2) });
    const [old, renamed] = [await verdict("p1"), await verdict("p2")];
    expect(renamed).toMatchObject({ verdict: "fail", patchset: 2, lineage: { stale: null, left: null } });
    expect(renamed.series[0]?.candidate.runIds).toEqual(old.series[0]?.candidate.runIds);
    expect(renamed.notes).toEqual(["Runs of patchset 1 (p1) count: the tree is the same."]);
    expect(old).toMatchObject({ verdict: "fail", patchset: 1, lineage: { stale: null } });
  });

  test("a rebase makes it stale, in words, and starts anew", async () => {
    await service.call("PUT", "/v1/changesets", {
      branch: "code",
      ...patchset(3, { parent: "t2", tree: "tree-p-rebased" }),
    });
    const [old, rebased] = [await verdict("p1"), await verdict("p3")];
    expect(old.lineage.stale).toEqual({ sha: "p3", patchset: 3, why: "rebased" });
    expect(old.notes.join()).toContain("Stale: patchset 3 (p3) replaces this patchset and stands on another parent");
    expect(rebased).toMatchObject({ verdict: "not_measured", patchset: 3, series: [] });
    expect(rebased.notes).toEqual(["Nothing of patchset 1 (p1) carries over: this patchset was rebased."]);
  });

  test("landed under another sha with the same tree, it takes its runs along", async () => {
    await service.call("PUT", "/v1/changesets", {
      sha: "landed-p",
      branch: "code",
      tree: "tree-p",
      parent: "t1",
      changeId: "I1",
    });
    expect(await verdict("landed-p")).toMatchObject({
      verdict: "fail",
      lineage: { twins: [{ sha: "p1" }, { sha: "p2" }] },
    });
  });

  test("a revert and a fix are tied to the guilty, who says so", async () => {
    await service.call("PUT", "/v1/changesets", [
      { sha: "undo-it", branch: "code", parent: "p1", tree: "tree-t1", trailers: { Reverts: "landed-p" } },
      { sha: "mend-it", branch: "code", parent: "p1", trailers: { Fixes: 'landed-p ("slower")' } },
    ]);
    expect((await verdict("undo-it")).notes).toContain("Reverts landed-p.");
    const guilty = await verdict("landed-p");
    expect(guilty.notes).toEqual(expect.arrayContaining(["Reverted by undo-it.", "Fixed by mend-it."]));
    expect(guilty.lineage.ties).toEqual({ reverts: [], revertedBy: ["undo-it"], fixes: [], fixedBy: ["mend-it"] });
  });

  test("in a chain each is judged against its parent: who stands on the guilty passes and names it", async () => {
    await measure(
      {
        rig: "keyed",
        changeset: { branch: "code", sha: "chain-2", parent: "p1", tree: "tree-c2" },
        nights: nightsFrom("2026-04-05", 3),
        series: [{ level: 800 }],
      },
      {
        rig: "keyed",
        changeset: { branch: "code", sha: "chain-3", parent: "chain-2", tree: "tree-c3" },
        nights: nightsFrom("2026-04-09", 3),
        series: [{ level: 800 }],
      },
    );
    for (const sha of ["chain-3", "chain-2"]) {
      const answer = await verdict(sha);
      expect([sha, answer.verdict, answer.series[0]?.inherits]).toEqual([sha, "pass", "p1"]);
    }
  });

  test("every verdict is kept, and shown to those who may see what it rests on", async () => {
    await measure({
      rig: "keyed",
      changeset: { branch: "code", sha: "grows", parent: "t1" },
      nights: nightsFrom("2026-05-01", 1),
    });
    await verdict("grows");
    await verdict("grows");
    await measure({
      rig: "keyed",
      changeset: { branch: "code", sha: "grows", parent: "t1" },
      nights: nightsFrom("2026-05-02", 2),
    });
    await verdict("grows");
    const { items, hidden } = (await service.call("GET", "/v1/changesets/grows/verdict/history", undefined, "")).body;
    expect(items.map((one: { verdict: string; runs: number }) => [one.verdict, one.runs])).toEqual([
      ["inconclusive", 2],
      ["pass", 6],
    ]);
    expect(hidden).toBe(0);
  });

  test("a rig that works every night is expected the next one; one that nobody knows is not", async () => {
    const today = Date.now();
    const lately = [4, 3, 2, 1].map((ago) => new Date(today - ago * 86_400_000).toISOString().slice(0, 10));
    await measure({ rig: "punctual", changeset: { branch: "eta", sha: "e1" }, nights: lately, perNight: 3 });
    await measure({
      rig: "punctual",
      changeset: { branch: "eta", sha: "e2", parent: "e1" },
      nights: lately.slice(-1),
      perNight: 1,
    });
    const { final, eta, waitingFor } = await verdict("e2");
    expect(final).toBe(false);
    expect(waitingFor.join()).toContain("punctual");
    const hours = (Date.parse(eta ?? "") - today) / 3_600_000;
    expect(hours).toBeGreaterThan(0);
    expect(hours).toBeLessThan(73);
    expect(await verdict("p3")).toMatchObject({ final: false, eta: null });
  });
});

describe("epochs of a rig", () => {
  const kernel = (version: string) => ({ environment: { watch: { kernel: version, governor: "performance" } } });
  const measureOn = (sha: string, parent: string | undefined, version: string, nights: string[], level: number) =>
    measure({
      rig: "aging",
      changeset: { branch: "aging", sha, ...(parent && { parent }) },
      nights,
      series: [{ level }],
      more: kernel(version),
    });
  const accept = (body: object, token?: string) => service.call("PUT", "/v1/rigs/aging/epochs", body, token);
  const states = async () => (await service.call("GET", "/v1/rigs/aging/epochs", undefined, "")).body.states;

  beforeAll(async () => {
    await service.call("PUT", "/v1/rigs/aging", { vendor: "acme" });
    await measureOn("a1", undefined, "6.1", nightsFrom("2026-01-01", 6), 1000);
    await measureOn("a2", "a1", "6.8", nightsFrom("2026-02-01", 3), 900);
  });

  test("a change of watch facts is an open drift, in words, until a person accepts it", async () => {
    const { verdict: word, why } = await verdict("a2");
    expect([word, why]).toEqual([
      "invalid_environment",
      "write.bandwidth cannot be compared: drift: kernel from 6.1 to 6.8, which nobody accepted yet.",
    ]);
    expect(await states()).toMatchObject([
      { epoch: "first", runs: 12, changed: "" },
      { epoch: null, runs: 6, changed: "kernel from 6.1 to 6.8" },
    ]);
  });

  test("only those who keep the rig, or triage, may accept; both forms of a state are one", async () => {
    const reason = "the distribution's update of October";
    const facts = { kernel: "6.8", governor: "performance" };
    expect((await accept({ facts, reason }, await tokenFor("rig:aging", "rig-admin:other"))).status).toBe(403);
    expect((await accept({ reason })).status).toBe(422);
    const accepted = await accept({ facts, reason }, await tokenFor("rig-admin:acme"));
    expect(accepted.body).toMatchObject({ rig: "aging", epoch: "e2", reason });
    expect((await states())[1]).toMatchObject({ epoch: "e2", watchHash: accepted.body.watchHash, reason });
    expect((await accept({ watchHash: accepted.body.watchHash, reason })).body).toEqual(accepted.body);
  });

  test("accepted without a bridge it is not comparable, in words", async () => {
    const { verdict: word, why } = await verdict("a2");
    expect(word).toBe("invalid_environment");
    expect(why).toContain("not comparable: no changeset was measured both in epoch first and in epoch e2 of the rig");
  });

  test("runs of the parent on the new side bridge it: the drift is nobody's fault, and its uncertainty is told", async () => {
    await measureOn("a1", undefined, "6.8", nightsFrom("2026-02-05", 4), 900);
    const answer = await verdict("a2");
    expect([answer.verdict, answer.why]).toEqual(["pass", expect.stringContaining("write.bandwidth is 1.0")]);
    const bridged = answer.series[0]?.warnings.find(({ code }) => code === "bridged")?.text;
    expect(bridged).toMatch(
      /^The baseline is carried over from epoch first to e2 by 0\.\d+x \(.*\), from 20 runs of 1 changeset\.$/,
    );
  });

  test("going back to an old state is going back to its epoch", async () => {
    await measureOn("a3", "a2", "6.1", nightsFrom("2026-03-01", 3), 1000);
    const { verdict: word, series } = await verdict("a3");
    expect([word, series[0]?.warnings.some(({ code }) => code === "bridged")]).toEqual(["pass", false]);
  });

  test("a state that joins an epoch is compared as if nothing had changed", async () => {
    await measureOn("a4", "a3", "6.1.1", nightsFrom("2026-03-05", 3), 800);
    expect((await verdict("a4")).verdict).toBe("invalid_environment");
    const reason = "a fix of the sound driver";
    await accept({ facts: { kernel: "6.1.1", governor: "performance" }, epoch: "first", reason });
    expect((await verdict("a4")).verdict).toBe("fail");
  });
});

describe("bad input is refused, or judged, in one sentence", () => {
  const one = async (method: string, path: string, body: object): Promise<[number, string]> => {
    const { status, body: said } = await service.call(method, path, body);
    const sentence = said.errors?.[0]?.detail ?? said.detail ?? "";
    return [status, sentence];
  };

  beforeAll(async () => {
    await service.call("PUT", "/v1/changesets", [
      { sha: "b1", branch: "bad", position: 1 },
      { sha: "b2", branch: "bad", position: 2, parent: "b1" },
      { sha: "c1", branch: "bad-loop", parent: "c2" },
    ]);
  });

  test.each<[string, string, string, object, string]>([
    [
      "a release tag on an unknown changeset",
      "PUT",
      "/v1/releases/9.9.9",
      { sha: "never-seen" },
      "never-seen is not a known changeset; send it first with PUT /v1/changesets or tarnish changeset sync",
    ],
    [
      "two landings with one position",
      "PUT",
      "/v1/changesets",
      { sha: "b3", branch: "bad", position: 2 },
      "2 on bad is taken by b2",
    ],
    [
      "a cyclic parent",
      "PUT",
      "/v1/changesets",
      { sha: "c2", branch: "bad-loop", parent: "c1" },
      "would make the changeset its own ancestor",
    ],
    [
      "a parent that is the changeset itself",
      "PUT",
      "/v1/changesets",
      { sha: "c3", parent: "c3" },
      "must not be the changeset itself",
    ],
  ])("%s", async (_, method, path, body, sentence) => {
    expect(await one(method, path, body)).toEqual([422, sentence]);
  });

  test.each<[string, object, string]>([
    ["a dirty build", { dirty: true }, "dirty build"],
    ["a patched build", { patches: ["0001-debug.patch"] }, "patched build"],
    ["nodes of different builds", { uniform: false }, "nodes ran different builds"],
    ["the build of another sha", { sha: "elsewhere" }, "another build than the changeset"],
    ["the build of another tree", { tree: "other-tree" }, "another tree than the changeset"],
  ])("%s posted as a sha is shown, and never credited to it", async (what, subject, reason) => {
    const [base, sha] = [`base of ${what}`, `dirty ${what}`].map((name) => name.replaceAll(" ", "-"));
    await measure(
      { rig: "workshop", changeset: { sha: base as string, branch: "workshop" }, nights: nightsFrom("2026-06-01", 6) },
      {
        rig: "workshop",
        changeset: { sha: sha as string, branch: "workshop", parent: base as string, tree: "its-tree" },
        nights: nightsFrom("2026-06-10", 3),
        more: { subject },
      },
    );
    const { verdict: word, series } = await verdict(sha as string);
    expect(word).toBe("not_measured");
    expect(series[0]?.warnings.map(({ text }) => text)).toContain(`6 runs do not count: ${reason}.`);
  });
});
