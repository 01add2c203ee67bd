/** Each line of docs/security.md names the test that holds it: the test is there, under that name. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("docs/security.md", "utf8");
const [, ...rows] = page.slice(page.indexOf("| What is tried"), page.indexOf("## What a token may")).split("\n");
const lines = rows.filter((row) => row.startsWith("| ") && !row.startsWith("|---"));

test("there is a line for each promise", () => {
  expect(lines.length).toBeGreaterThanOrEqual(24);
});

test.each(lines.map((line) => [line.split(" | ")[0]?.slice(2) ?? "", line]))("%s", (_, line) => {
  const named = [...line.matchAll(/`(test\/[^`]+)`(?: "([^"]+)")?/g)];
  expect(named.length).toBeGreaterThan(0);
  for (const [, file = "", title = ""] of named) {
    expect(existsSync(file), file).toBe(true);
    const words = title.replace(/^… | …$/g, "");
    expect(readFileSync(file, "utf8"), `${file} has no test "${title}"`).toContain(words);
  }
});
