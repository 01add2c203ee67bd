/**
 * A line of a log whose body came as it was hashed is read as every other, and says so; no other line does. Who sends them
 * and stands still is not waited for.
 */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { contentHash } from "../../../src/actions/identify.ts";
import { hiddenLine, shownLine } from "../../../src/actions/log-lines.ts";
import { hashedLine, logLine, logPages } from "../../../src/entry/log-source.ts";
import type { LogEntry } from "../../../src/store/verify-log.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const read = (line: string) => hashedLine(sha256)(Buffer.from(line), 1) as LogEntry;
const plain = (line: string) => logLine(Buffer.from(line), 1) as LogEntry;

const body = '{"a":1,"body":{"x":"},\\"body\\":{"},"z":"é\\n"}';
const logged = {
  chain: "7",
  sequence: 1,
  link: 1,
  id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11",
  kind: "run",
  key: ',"body":',
  who: 'ann,"body":"bob"}}',
  at: new Date("2026-10-02T22:00:00Z"),
  contentHash: contentHash(JSON.parse(body), sha256),
  previousHash: "0".repeat(64),
  linkHash: "1".repeat(64),
  version: 2,
  excluded: "",
  isAccepted: true,
  body,
} as const;

test("a line as the log writes it: the same entry, with the text that was hashed", () => {
  const line = shownLine(logged, sha256);
  const { event, ...entry } = read(line);
  expect(event?.text).toBe(body);
  expect({ ...entry, event: { ...event, text: undefined } }).toEqual(plain(line));
  expect(read(hiddenLine(logged, sha256))).toEqual(plain(hiddenLine(logged, sha256)));
});

test("a line that is written otherwise, or that was changed, has no such text", () => {
  const line = shownLine(logged, sha256);
  const { event, ...place } = JSON.parse(line);
  const others = [
    JSON.stringify({ event, ...place }),
    JSON.stringify({ ...place, event: { body: event.body, ...event, more: {} } }),
    JSON.stringify({ ...place, body: 1, event }),
    line.replace('"a":1', '"a": 1'),
    line.replace('"a":1', '"a":2'),
    JSON.stringify({ ...place, event: { ...event, text: body } }), // its own word for it
    JSON.stringify({ ...place, event: { text: body, ...event, body: { a: 2 } } }),
    '{"cursor":"x"}',
  ];
  for (const other of others) {
    expect(read(other)).toEqual(plain(other));
    expect(read(other).event?.text).toBeUndefined();
  }
  for (const other of ["", "{", `{"event":{"who":"a","body":1}}}`])
    expect(() => read(other)).toThrow("is not a line of a log");
});

test("a service that stands still in the middle of its log is said to, after the pages that came", async () => {
  const server = createServer((_, response) => void response.write('{"cursor":"c1"}\n'));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cursors: string[] = [];
  const reading = async () => {
    for await (const { cursor } of logPages({ url, token: undefined }, undefined, { patience: 200 }))
      cursors.push(cursor);
  };
  await expect(reading()).rejects.toMatchObject({ code: "unavailable", message: expect.stringMatching(/broke off/) });
  expect(cursors).toEqual(["c1"]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
