/** Many runs in one stream: each line is stored or refused for itself, answered in order, while the stream goes on. */
import { request } from "node:http";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run, uuids } from "../support/runs.ts";
import { serviceInProcess, type TestService } from "../support/service.ts";

const id = uuids(21);
let service: TestService;
beforeAll(async () => {
  service = await serviceInProcess();
});
afterAll(() => service.stop());

interface Said {
  readonly line: number;
  readonly status: number;
  readonly id?: string;
  readonly duplicate?: boolean;
  readonly errors?: readonly { readonly path: string }[];
}

async function post(body: string | Uint8Array, token = service.token): Promise<{ status: number; said: Said[] }> {
  const headers = { "content-type": "application/x-ndjson", ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${service.url}/v1/runs`, { method: "POST", headers, body: body as string });
  const text = await response.text();
  return {
    status: response.status,
    said: text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  };
}

test("a broken line does not stop the others; answers come in order with what each line would get alone", async () => {
  const [first, second, third] = [1, 2, 3].map((value) => run({ id: id(), sha: "n1", values: [value] }));
  const conflict = { ...first, block: "another" };
  const lines = [first, "{broken", first, { ...second, colour: "red" }, conflict, "", third];
  const body = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const { status, said } = await post(body);
  expect(status).toBe(200);
  expect(said.map(({ line, status }) => [line, status])).toEqual([
    [1, 201],
    [2, 400],
    [3, 200],
    [4, 422],
    [5, 409],
    [7, 201],
  ]);
  expect(said[2]).toMatchObject({ id: first?.id, duplicate: true });
  expect(said[3]?.errors?.map(({ path }) => path)).toEqual(["/colour"]);
  expect((await service.call("GET", `/v1/runs/${third?.id}`)).status).toBe(200);
  expect((await service.call("GET", `/v1/runs/${second?.id}`)).status).toBe(404);
});

test("a line that is not UTF-8 is refused alone", async () => {
  const good = JSON.stringify(run({ id: id(), sha: "n1" }));
  const { said } = await post(Buffer.concat([Buffer.from(`${good}\n`), Buffer.from([0xff, 0xfe, 0x0a])]));
  expect(said.map(({ status }) => status)).toEqual([201, 400]);
});

test("without a token nothing is read", async () => {
  expect((await post(JSON.stringify(run({ id: id(), sha: "n1" })), "")).status).toBe(401);
});

test("a rig may wait for the answer to a line before it sends the next, over one connection", async () => {
  const headers = { "content-type": "application/x-ndjson", authorization: `Bearer ${service.token}` };
  const sent = request(`${service.url}/v1/runs`, { method: "POST", headers });
  sent.write(`${JSON.stringify(run({ id: id(), sha: "n2" }))}\n`);
  const answer = await new Promise<NodeJS.ReadableStream>((resolve) => sent.once("response", resolve));
  const statuses: number[] = [];
  for await (const line of createInterface({ input: answer })) {
    statuses.push((JSON.parse(line) as Said).status);
    if (statuses.length < 5) sent.write(`${JSON.stringify(run({ id: id(), sha: "n2" }))}\n`);
    else sent.end();
  }
  expect(statuses).toEqual([201, 201, 201, 201, 201]);
});

test("a stream that breaks off in the middle of a line: whole lines are stored, the torn one is not", async () => {
  const whole = run({ id: id(), sha: "n3" });
  const torn = run({ id: id(), sha: "n3" });
  const headers = { "content-type": "application/x-ndjson", authorization: `Bearer ${service.token}` };
  const sent = request(`${service.url}/v1/runs`, { method: "POST", headers });
  sent.on("error", () => {});
  sent.write(`${JSON.stringify(whole)}\n${JSON.stringify(torn)}`);
  const answer = await new Promise<NodeJS.ReadableStream>((resolve) => sent.once("response", resolve));
  await new Promise((resolve) => answer.once("data", resolve));
  answer.on("error", () => {});
  sent.destroy();
  expect((await service.call("GET", `/v1/runs/${whole.id}`)).status).toBe(200);
  expect((await service.call("GET", `/v1/runs/${torn.id}`)).status).toBe(404);
});

test("thousands of lines at once are stored once each", async () => {
  const documents = Array.from({ length: 600 }, () => run({ id: id(), sha: "n4" }));
  const body = documents.map((document) => JSON.stringify(document)).join("\n");
  const { said } = await post(body);
  expect(said.map(({ id: one }) => one)).toEqual(documents.map(({ id: one }) => one));
  expect(new Set(said.map(({ status }) => status))).toEqual(new Set([201]));
  const again = await post(body);
  expect(new Set(again.said.map(({ status }) => status))).toEqual(new Set([200]));
});
