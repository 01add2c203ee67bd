/** What the door promises: exactly once, nothing half-stored, every fault named, the same code for the same mistake. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

const id = uuids(1);
let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

describe("a run is stored exactly once", () => {
  test("the first post stores it, the second says that it is there", async () => {
    const document = run({ id: id(), sha: "a1" });
    const first = await service.call("POST", "/v1/runs", document);
    expect(first).toMatchObject({ status: 201, body: { id: document.id, duplicate: false } });
    const again = await service.call("POST", "/v1/runs", document);
    expect(again).toMatchObject({ status: 200, body: { duplicate: true } });
    const points = await service.call("GET", `/v1/series/${first.body.series[0]}/points`);
    expect(points.body.points.filter((point: { run: string }) => point.run === document.id)).toHaveLength(1);
  });

  test("the order of keys and the spelling of numbers are no other content; another value is", async () => {
    const document = run({ id: id(), sha: "a1" });
    await service.call("POST", "/v1/runs", document);
    const reordered = JSON.stringify(Object.fromEntries(Object.entries(document).reverse())).replace(
      "[100,",
      "[1.00e2,",
    );
    expect(await service.call("POST", "/v1/runs", reordered)).toMatchObject({ status: 200, body: { duplicate: true } });
    const other = run({ id: document.id, sha: "a1", values: [1] });
    expect(await service.call("POST", "/v1/runs", other)).toMatchObject({ status: 409, body: { code: "conflict" } });
  });

  test("of many posts of one run at once, one is 201 and the others are 200", async () => {
    const document = run({ id: id(), sha: "a1" });
    const answers = await Promise.all(Array.from({ length: 12 }, () => service.call("POST", "/v1/runs", document)));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(11).fill(200), 201]);
  });

  test("many first runs of a rig and changeset at once register each of them once", async () => {
    const documents = Array.from({ length: 100 }, () => run({ id: id(), sha: "herd", rig: "herd-1" }));
    const answers = await Promise.all(documents.map((document) => service.call("POST", "/v1/runs", document)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const log = (await service.call("GET", "/v1/log")).body as string;
    for (const key of ["herd-1", "herd"]) expect(log.split(`"key":"${key}"`)).toHaveLength(2);
  });

  test("the document is given back as it was posted", async () => {
    const document = run({ id: id(), sha: "a1" });
    await service.call("POST", "/v1/runs", document);
    expect((await service.call("GET", `/v1/runs/${document.id}`)).body).toEqual(document);
  });
});

describe("bad input is refused with its code, and nothing is stored", () => {
  const good = () => run({ id: id(), sha: "bad" });
  const measured = () => good().measurements[0];
  const cases: readonly [name: string, status: number, body: () => unknown, path?: string][] = [
    ["an empty body", 400, () => ""],
    ["broken JSON", 400, () => '{"schema": "tarnish.run/1",'],
    ["invalid UTF-8", 400, () => new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ["NaN", 400, () => JSON.stringify(good()).replace("[100", "[NaN")],
    ["an unknown key", 422, () => ({ ...good(), colour: "red" }), "/colour"],
    [
      "an unknown key inside a measurement",
      422,
      () => ({ ...good(), measurements: [{ ...measured(), mean: 1 }] }),
      "/measurements/0/mean",
    ],
    ["no measurement", 422, () => ({ ...good(), measurements: [] }), "/measurements"],
    ["the same series twice", 422, () => ({ ...good(), measurements: [measured(), measured()] }), "/measurements/1"],
    [
      "values and a summary",
      422,
      () => ({ ...good(), measurements: [{ ...measured(), summary: { kind: "mean", value: 1, n: 2 } }] }),
      "/measurements/0",
    ],
    [
      "a number as text",
      422,
      () => ({ ...good(), measurements: [{ ...measured(), values: ["100"] }] }),
      "/measurements/0/values/0",
    ],
    ["an end before the start", 422, () => ({ ...good(), finishedAt: "2020-01-01T00:00:00Z" }), "/finishedAt"],
    ["an id that is no UUID", 422, () => ({ ...good(), id: "run-1" }), "/id"],
    ["a name with a line break", 422, () => ({ ...good(), block: "night\n1" }), "/block"],
    ["its own parent", 422, () => ({ ...good(), changeset: { sha: "x", parent: "x" } }), "/changeset/parent"],
  ];

  test.each(cases)("%s: %i", async (_, status, body, path) => {
    const answer = await service.call("POST", "/v1/runs", body());
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.body.detail).toMatch(/\.$/);
    if (path !== undefined) expect(answer.body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
    expect((await service.call("GET", "/v1/changesets/bad/verdict")).body.series).toEqual([]);
  });

  test("every fault is named at once", async () => {
    const answer = await service.call("POST", "/v1/runs", { ...good(), id: "x", rig: "", complete: "yes" });
    expect(answer.body.errors.map((fault: { path: string }) => fault.path).sort()).toEqual([
      "/complete",
      "/id",
      "/rig",
    ]);
  });

  test("a body of 60 MB is refused with 413, whether it says its size or not", async () => {
    const chunk = new TextEncoder().encode(" ".repeat(1024 * 1024));
    const said = await service.call("POST", "/v1/runs", new Uint8Array(60 * 1024 * 1024).fill(32));
    expect(said.status).toBe(413);
    let sent = 0;
    const stream = new ReadableStream({
      pull: (controller) => (sent++ < 60 ? controller.enqueue(chunk) : controller.close()),
    });
    const request = {
      method: "POST",
      body: stream,
      duplex: "half",
      headers: { "content-type": "application/json", authorization: `Bearer ${service.token}` },
    };
    const unsaid = await fetch(`${service.url}/v1/runs`, request as RequestInit).then(
      ({ status }) => status,
      () => 413,
    );
    expect(unsaid).toBe(413);
  });

  test("another media type is refused", async () => {
    const response = await fetch(`${service.url}/v1/runs`, {
      method: "POST",
      body: JSON.stringify(good()),
      headers: { "content-type": "text/plain", authorization: `Bearer ${service.token}` },
    });
    expect(response.status).toBe(400);
  });
});

describe("who may write", () => {
  test("no token is 401, a wrong one is 401, one without the right is 403", async () => {
    const document = run({ id: id(), sha: "a2" });
    expect((await service.call("POST", "/v1/runs", document, "")).status).toBe(401);
    expect((await service.call("POST", "/v1/runs", document, "tarnish_wrong")).status).toBe(401);
    const created = await service.call("POST", "/v1/tokens", { name: "rig b", scopes: ["rig:opensfs-b"] });
    expect((await service.call("POST", "/v1/runs", document, created.body.token)).status).toBe(403);
    expect((await service.call("POST", "/v1/runs", { ...document, rig: "opensfs-b" }, created.body.token)).status).toBe(
      422,
    );
    await service.call("PUT", "/v1/rigs/opensfs-b", { vendor: "acme" });
    expect((await service.call("POST", "/v1/runs", { ...document, rig: "opensfs-b" }, created.body.token)).status).toBe(
      201,
    );
    await service.call("DELETE", `/v1/tokens/${created.body.id}`);
    expect((await service.call("POST", "/v1/runs", { ...document, rig: "opensfs-b" }, created.body.token)).status).toBe(
      401,
    );
  });

  test("what is known of a rig, of a release, of a train and is said again is answered alike, and moves nothing", async () => {
    const events = async () => (await (await fetch(`${service.url}/v1/log?limit=10000`)).text()).split("\n").length;
    const phases = { landing: "2026-01-01", released: "2026-06-01" };
    const things = [
      ["/v1/rigs/twice", { vendor: "acme", labels: ["nvme"] }, { vendor: "beta" }],
      ["/v1/releases/twice-1", { sha: "a-twice", branch: "twice" }, { sha: "a-twice" }],
      [
        "/v1/trains/twice",
        { branch: "twice", releases: [{ tag: "twice-1", phases }] },
        { branch: "twice", releases: [{ tag: "twice-1", phases: { ...phases, landing: "2026-02-01" } }] },
      ],
    ] as const;
    await service.call("PUT", "/v1/changesets", [{ sha: "a-twice", branch: "twice" }]);
    for (const [path, body, other] of things) {
      const first = await service.call("PUT", path, body);
      expect(first.status).toBe(200);
      const before = await events();
      expect((await service.call("PUT", path, body)).body).toEqual(first.body);
      expect(await events()).toBe(before);
      expect((await service.call("PUT", path, other)).status).toBe(200);
      expect(await events()).toBe(before + 1);
    }
  });

  test("a token's secret is never listed", async () => {
    const created = await service.call("POST", "/v1/tokens", { name: "reader", scopes: ["triage"] });
    const listed = await service.call("GET", "/v1/tokens");
    expect(JSON.stringify(listed.body)).not.toContain(created.body.token);
    expect((await service.call("GET", "/v1/tokens", undefined, "")).status).toBe(401);
  });

  test("a private rig's series are invisible to strangers", async () => {
    await service.call("PUT", "/v1/rigs/secret-1", { vendor: "acme-hidden", visibility: "private" });
    const stored = await service.call("POST", "/v1/runs", run({ id: id(), sha: "a3", rig: "secret-1" }));
    const [series] = stored.body.series;
    for (const path of [
      `/v1/series/${series}/points`,
      `/v1/series/${series}/changes`,
      `/v1/runs/${stored.body.id}`,
      `/charts/series.json?series=${series}`,
      `/series/${series}`,
      "/rigs/secret-1",
      "/vendors/acme-hidden",
      "/charts/sight.csv?rig=secret-1",
    ]) {
      expect((await service.call("GET", path, undefined, "")).status, path).toBe(404);
    }
    const lists = [
      "/v1/series",
      "/v1/rigs",
      "/",
      "/v1/changesets/a3/verdict",
      "/rigs",
      "/interop",
      "/search?q=benchmark",
    ];
    for (const path of [...lists, "/search?q=secret", "/search?q=acme-hidden", "/charts/series.csv"]) {
      const body = JSON.stringify((await service.call("GET", path, undefined, "")).body);
      expect(body, path).not.toMatch(/secret-1|vendors\/acme-hidden/);
    }
    for (const path of ["/rigs", "/rigs/secret-1", "/vendors/acme-hidden", "/search?q=secret"])
      expect((await service.call("GET", path)).body, path).toContain("secret-1");
    expect((await service.call("GET", `/v1/series/${series}/points`)).status).toBe(200);
  });
});

describe("what contradicts itself is refused", () => {
  test("a direction or dimension that changes", async () => {
    await service.call("POST", "/v1/runs", run({ id: id(), sha: "a4" }));
    const document = run({ id: id(), sha: "a4" });
    const turned = { ...document, measurements: [{ ...document.measurements[0], better: "lower" }] };
    expect(await service.call("POST", "/v1/runs", turned)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/measurements/0/better" }] },
    });
    const seconds = { ...document, measurements: [{ ...document.measurements[0], unit: "s" }] };
    expect(await service.call("POST", "/v1/runs", seconds)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/measurements/0/unit" }] },
    });
  });

  test("another spelling of the unit is converted, not refused", async () => {
    const document = run({ id: id(), sha: "a5" });
    const inGiB = { ...document, measurements: [{ ...document.measurements[0], unit: "GiB/s", values: [1] }] };
    const stored = await service.call("POST", "/v1/runs", inGiB);
    const { body } = await service.call("GET", `/v1/series/${stored.body.series[0]}/points?branch=master`);
    const verdict = await service.call("GET", "/v1/changesets/a5/verdict");
    expect(body.series.unit).toBe("MiB/s");
    expect(verdict.body.series[0].candidate.level).toBe(1024);
  });

  test("two changesets at one position, a second parent, a cycle", async () => {
    const put = (body: unknown) => service.call("PUT", "/v1/changesets", body);
    expect(
      (
        await put([
          { sha: "p1", branch: "b2_15", position: 1 },
          { sha: "p2", branch: "b2_15", position: 2, parent: "p1" },
        ])
      ).body,
    ).toEqual({ changed: 2 });
    expect(await put({ sha: "p3", branch: "b2_15", position: 2 })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/position" }] },
    });
    expect(await put({ sha: "p2", parent: "p9" })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/parent" }] },
    });
    expect(await put({ sha: "p1", parent: "p2" })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/parent" }] },
    });
    expect((await put({ sha: "p2", subject: "LU-1 osc: text" })).body).toEqual({ changed: 1 });
    expect((await put({ sha: "p2", subject: "LU-1 osc: text" })).body).toEqual({ changed: 0 });
  });

  test("a release of an unknown changeset", async () => {
    expect(await service.call("PUT", "/v1/releases/2.16.0", { sha: "nobody" })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "/sha" }] },
    });
  });
});

test("the service describes itself and says how it is", async () => {
  expect((await service.call("GET", "/healthz", undefined, "")).status).toBe(200);
  expect((await service.call("GET", "/readyz", undefined, "")).status).toBe(200);
  const document = (await service.call("GET", "/openapi.json", undefined, "")).body;
  expect(document.openapi).toBe("3.1.1");
  expect(Object.keys(document.paths)).toContain("/v1/changesets/{sha}/verdict");
  expect((await service.call("GET", "/v1/nothing", undefined, "")).status).toBe(404);
});

test("the service counts what it does, for Prometheus to read", async () => {
  await service.call("POST", "/v1/runs", run({ id: id(), sha: "m1" }));
  const { status, body, headers } = await service.call("GET", "/metrics", undefined, "");
  expect(status).toBe(200);
  expect(headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(body).toMatch(/^tarnish_requests_total\{method="POST",status="201"\} [1-9]/m);
  expect(body).toMatch(/^tarnish_flushed_runs_total [1-9]/m);
  for (const line of (body as string).trim().split("\n"))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]+\})? [\d.e+-]+)$/);
});
