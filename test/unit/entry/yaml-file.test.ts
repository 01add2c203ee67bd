/** A fault in a YAML file names the line and column that a person has to mend. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readYaml } from "../../../src/entry/yaml-file.ts";
import { Fault } from "../../../src/model/fault.ts";
import { temporaryFolder } from "../../support/service.ts";

const folder = temporaryFolder();
const file = join(folder, "train.yaml");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TRAIN = `train: master
branch: master
releases:
  - tag: 2.16.0
    phases: { landing: 2026-05-01 }
  - tag: 2.17.0
    phases:
      released: 2026-12-01
`;

const placesOf = async (path: string): Promise<string[]> => {
  writeFileSync(file, TRAIN);
  const send = () => Promise.reject(new Fault("invalid", "refused", [{ path, detail: "is wrong" }]));
  const fault = await readYaml(file)
    .sent(send)
    .catch((error: Fault) => error);
  return (fault as Fault).details.map((detail) => detail.path);
};

test.each([
  ["/releases/1/phases/released", "8:7"],
  ["/releases/1/tag", "6:5"],
  ["/releases/0/freeze", "4:5"],
  ["/branch", "2:1"],
])("%s is at %s", async (pointer, place) => {
  expect(await placesOf(pointer)).toEqual([`${file}:${place} ${pointer}`]);
});

test("days stay text", () => {
  writeFileSync(file, TRAIN);
  expect(readYaml(file).value).toMatchObject({ releases: [{ tag: "2.16.0", phases: { landing: "2026-05-01" } }, {}] });
});

test.each([
  ["a tab as indent", "a:\n\tb: 1\n", "2:1"],
  ["a key twice", "a: 1\nb: 2\na: 3\n", "3:1"],
  ["an open bracket", "a: [1, 2\nb: 3\n", "2:1"],
])("%s is refused with its line and column", (_, text, place) => {
  writeFileSync(file, text);
  expect(() => readYaml(file)).toThrow(
    expect.objectContaining({
      code: "malformed",
      details: expect.arrayContaining([expect.objectContaining({ path: `${file}:${place}` })]),
    }),
  );
});

test("a file that is not there is said so", () => {
  expect(() => readYaml(join(folder, "none.yaml"))).toThrow(/none\.yaml cannot be read \(ENOENT\)/);
});
