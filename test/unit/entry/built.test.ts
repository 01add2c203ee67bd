import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";

type Build = (entry: string, root: string) => Promise<string | undefined>;
const { built } = (await import(new URL("../../../tools/built.mjs", import.meta.url).href)) as { built: Build };

const root = mkdtempSync(join(tmpdir(), "tarnish-built-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const entry = join(root, "src", "hello.ts");
const LONG_AGO = new Date("2026-01-01");

function write(name: string, text: string, at = LONG_AGO): void {
  mkdirSync(join(root, "src"), { recursive: true });
  writeFileSync(join(root, "src", name), text);
  utimesSync(join(root, "src", name), at, at);
}

const said = async (program = ""): Promise<unknown> => (await import(pathToFileURL(program).href)).said;

test("a program is built once, knows where its source is, and is built anew when a source of it changes", async () => {
  write("hello.ts", `import { word } from "./word.ts"; export const said: string = word + " " + import.meta.url;`);
  write("word.ts", `export const word: string = "good";`);
  const first = await built(entry, root);
  expect(await said(first)).toBe(`good ${pathToFileURL(entry).href}`);
  expect(await built(entry, root)).toBe(first);

  write("word.ts", `export const word: string = "better";`, new Date("2026-01-02"));
  const second = await built(entry, root);
  expect(second).not.toBe(first);
  expect(await said(second)).toMatch(/^better /);
});

test("a copy of the tree does not run the original's program", async () => {
  const program = await built(entry, root);
  const copy = mkdtempSync(join(tmpdir(), "tarnish-built-"));
  try {
    cpSync(root, copy, { recursive: true, preserveTimestamps: true });
    const own = await built(join(copy, "src", "hello.ts"), copy);
    expect(own?.startsWith(copy)).toBe(true);
    expect(await said(own)).toContain(pathToFileURL(copy).href);
  } finally {
    rmSync(copy, { recursive: true });
  }
  expect(readFileSync(program ?? "", "utf8")).toContain(pathToFileURL(root).href);
});

test("where nothing can be written there is no build, and no fault", async () => {
  const file = join(root, "not-a-folder");
  writeFileSync(file, "");
  expect(await built(entry, file)).toBeUndefined();
});
