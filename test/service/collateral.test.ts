/** A landing's evidence leaves the service, and on another machine gives the same verdict. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyCollateral } from "../../src/actions/verify-collateral.ts";
import { seeded } from "../simulator/random.ts";
import { tarnish } from "../support/cli.ts";
import { documents, nightsFrom, post } from "../support/measured.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const SUBJECT = "LU-1 osc: <b>bold</b> | *claims*";
let service: TestService;
let kept: string;

const collateral = async (kind: string, token?: string): Promise<string> => {
  const { body } = await service.call("GET", `/v1/changesets/slow/collateral${kind}`, undefined, token);
  return typeof body === "string" ? body : JSON.stringify(body);
};
const verify = (file: string) => tarnish(["verify", file], {});

beforeAll(async () => {
  service = await serviceInProcess();
  await service.call("PUT", "/v1/rigs/secret", { vendor: "hush", visibility: "private" });
  const environment = { watch: { kernel: "6.1" }, nodes: [{ name: "oss1", watch: { bios: "1.2" } }] };
  const series = (write: number) => [
    { level: 2000 * write, parameters: { clients: "16" } },
    { level: 900, metric: "read.bandwidth", parameters: { clients: "16" } },
  ];
  const changeset = { sha: "slow", parent: "base", subject: SUBJECT, patchset: 2, ticket: "LU-1" };
  for (const rig of ["lab", "secret"]) {
    const more = { environment };
    await post(service, [
      ...documents(rig.length, {
        rig,
        changeset: { sha: "base" },
        nights: nightsFrom("2026-03-01", 6),
        series: series(1),
        more,
      }),
      ...documents(rig.length + 10, { rig, changeset, nights: nightsFrom("2026-04-01", 3), series: series(0.8), more }),
    ]);
  }
  kept = join(service.data, "collateral.json");
  writeFileSync(kept, await collateral(".json"));
});
afterAll(() => service.stop());

test("recomputed by another process from the file alone: same words, same figures", async () => {
  const { code, out, errors } = await verify(kept);
  expect([code, errors]).toEqual([0, ""]);
  expect(out).toContain("slow: fail, recomputed from its evidence: same words, same figures");
});

test("the command line writes it in each form", async () => {
  const env = { TARNISH_URL: service.url, TARNISH_TOKEN: service.token };
  const { out } = await tarnish(["changeset", "collateral", "slow"], env);
  expect(JSON.parse(out)).toEqual(JSON.parse(readFileSync(kept, "utf8")));
  expect((await tarnish(["changeset", "collateral", "slow", "--format", "md"], env)).out).toMatch(/^# fail: /);
});

test("a changed figure is named, with what the evidence gives instead", async () => {
  const file = JSON.parse(readFileSync(kept, "utf8"));
  const at = file.question.series.findIndex((one: { series: { metric: string } }) =>
    one.series.metric.startsWith("write"),
  );
  file.question.series[at].candidate[0].value *= 1.1;
  const forged = join(service.data, "forged.json");
  writeFileSync(forged, JSON.stringify(file, null, 2));
  const { code, out } = await verify(forged);
  expect(code).toBe(1);
  expect(out).toContain(`changed since it was made: /question/series/${at}/candidate`);
  expect(out).toMatch(new RegExp(`/verdict/series/${at}/.*: the file says .*, its evidence gives`));
});

test("a forger who makes the hashes fit is given away by the engine", () => {
  const file = JSON.parse(readFileSync(kept, "utf8"));
  file.verdict.verdict = "pass";
  expect(verifyCollateral(JSON.stringify(file), sha256).differences).toEqual([
    { path: "/verdict/verdict", file: "pass", recomputed: "fail" },
  ]);
});

test("whichever byte is changed, the file is not taken for what it was", () => {
  const text = readFileSync(kept, "utf8");
  const rng = seeded(7);
  let survived = 0;
  for (let round = 0; round < 150; round++) {
    const at = Math.floor(rng() * text.length);
    const other = String.fromCharCode(32 + Math.floor(rng() * 90));
    if (other === text[at]) continue;
    const damaged = text.slice(0, at) + other + text.slice(at + 1);
    try {
      const { altered, differences } = verifyCollateral(damaged, sha256);
      if (altered.length + differences.length === 0 && !isSameJson(damaged, text)) survived++;
    } catch (error) {
      expect(error).toMatchObject({ code: "malformed" });
    }
  }
  expect(survived).toBe(0);
});

const isSameJson = (one: string, other: string): boolean =>
  JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));

test("the page is one file without a script or a way out, and says text as text", async () => {
  const { body, headers } = await service.call("GET", "/v1/changesets/slow/collateral.html");
  expect(headers.get("content-type")).toContain("text/html");
  expect(body).toContain("<svg");
  expect(body).not.toMatch(/<script|<b>bold|(?:src|href)="(?!#)/);
  expect(body).toContain("&lt;b&gt;bold");
});

test("the Markdown says text as text", async () => {
  const text = await collateral(".md");
  expect(text.split("\n")[0]).toBe("# fail: LU-1 osc: \\<b\\>bold\\</b\\> \\| \\*claims\\*");
});

test.each(["", ".json", ".md", ".html"])("collateral%s for a stranger holds nothing of a private rig", async (kind) => {
  expect(await collateral(kind)).toContain("secret");
  const seen = await collateral(kind, "");
  expect(seen).toContain("fail");
  expect(seen).not.toContain("secret");
});

test("its forms are of one judgement while nothing arrives, and each reader's own", async () => {
  const asked = async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    return Number(/^tarnish_storage_queries_total (\d+)$/m.exec(text)?.[1]);
  };
  const stranger = JSON.parse(await collateral(".json", "")).content;
  const { content } = JSON.parse(await collateral(".json"));
  const before = await asked();
  expect(before).toBeGreaterThan(0);
  for (const kind of ["", ".json", ".md", ".html"]) expect(await collateral(kind)).toContain(content);
  expect(await asked()).toBe(before);
  expect(JSON.parse(await collateral("", "")).content).toBe(stranger);
  expect(await asked()).toBeGreaterThan(before);
  expect(stranger).not.toBe(content);
  const another = { rig: "lab", changeset: { sha: "slow" }, nights: nightsFrom("2026-04-09", 1) };
  await post(service, documents(99, { ...another, series: [{ level: 1600, parameters: { clients: "16" } }] }));
  const after = JSON.parse(await collateral("")).content;
  expect(after).not.toBe(content);
  expect(await collateral(".md")).toContain(after);
});

test("a stranger's partial collateral verifies as well; an unknown changeset has an empty one", async () => {
  expect(verifyCollateral(await collateral("", ""), sha256)).toMatchObject({ altered: [], differences: [] });
  const { body } = await service.call("GET", "/v1/changesets/nobody/collateral");
  expect(verifyCollateral(JSON.stringify(body), sha256)).toMatchObject({ verdict: "not_measured", differences: [] });
});

test("a log is still a log, and what is neither is refused", async () => {
  const log = join(service.data, "log.ndjson");
  writeFileSync(log, await (await fetch(`${service.url}/v1/log`)).text());
  expect((await verify(log)).out).toContain("whole");
  writeFileSync(log, '{"what":1}');
  expect((await verify(log)).code).toBe(65);
});
