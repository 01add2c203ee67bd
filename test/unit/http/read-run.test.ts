/** What was read before shortens the reading and changes nothing of what is read: neither what is stored nor what is refused. */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { identifySeries } from "../../../src/actions/identify.ts";
import { pointsOf } from "../../../src/actions/run-write.ts";
import { summarizeRun } from "../../../src/detect/run-summary.ts";
import { parseJson, utf8, validated } from "../../../src/http/body.ts";
import { readRun } from "../../../src/http/read-run.ts";
import { cutRun, templateOf } from "../../../src/http/run-template.ts";
import { Fault } from "../../../src/model/fault.ts";
import type { RunDocument } from "../../../src/model/run.ts";
import { RunBody } from "../../../src/wire/run.ts";
import { documents, mutatedOf } from "../../support/mutations.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const encoder = new TextEncoder();

const outcome = (read: () => unknown) => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, message: error.message, details: error.details };
    throw error;
  }
};

const read = (text: string) => outcome(() => readRun(encoder.encode(text), { sha256, admit: () => {} }));

/** By the definition: nothing is remembered, and the canonical form is its library's. */
const expected = (text: string) =>
  outcome(() => {
    const run = validated(RunBody, parseJson(utf8(encoder.encode(text)))) as RunDocument;
    const { measurements, ...head } = run;
    const body = canonicalize(run) as string;
    const points = pointsOf(measurements.map(summarizeRun));
    return { head, body, contentHash: sha256(body), series: identifySeries(run, sha256), points };
  });

const BASE = {
  schema: "tarnish.run/1",
  id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a11",
  rig: "a",
  suite: "nightly",
  changeset: { sha: "s1", subject: 'He wrote "measurements":[{ and "values":[1] \\ there' },
  startedAt: "2026-10-02T22:00:00Z",
  complete: true,
};
const MEASURED = ["one", 'tw"values":[o]}', "th}]ree"].map((metric) => ({
  benchmark: "ior",
  metric,
  unit: "s",
  better: "lower",
  values: [1.5, 2, 3],
  parameters: { clients: "16", "values[]": "{}]" },
}));

/** Figures as tools write them, right and wrong, none of them like the next. */
const FIGURES = [
  "1",
  "0",
  "-0",
  "-0.0",
  "0.1",
  "1.0",
  "1.50",
  "10e2",
  "1E-7",
  "0.0000001",
  "0.000001",
  "123456789.123456",
  "1234567890.5",
  "12345678901234567890",
  "0.30000000000000004",
  "1e150",
  "1.1e150",
  "1e151",
  "-1e151",
  "1e999",
  "01",
  "1.",
  ".5",
  "+1",
  "null",
  '"1"',
  "[1]",
  "{}",
  '{"censoredAt":5}',
  '{"censoredAt":5,"x":1}',
  "",
  " 7 ",
  "1,,2",
  "1,2,",
  "1}",
  "1]",
  "NaN",
  "\t3\n",
];

const WAYS: readonly ((value: unknown) => string)[] = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
  (value) => JSON.stringify(value).replaceAll(/("(?:[^"\\]|\\.)*")|[:,]/g, (all, text) => text ?? `${all} `), // as Python does
  (value) => JSON.stringify(Object.fromEntries(Object.entries(value as object).reverse())),
  (value) => JSON.stringify(value).replaceAll("ior", "i\\u006fr"),
];

test.each(WAYS)("whatever stands where a figure stood is read as it is in a run that nobody knows (%#)", (write) => {
  for (const place of [0, 1, 2]) {
    for (const figure of FIGURES) {
      const text = write({ ...BASE, measurements: MEASURED });
      expect(read(text)).toEqual(expected(text));
      const parts = text.split(/(?<="values"\s*:\s*\[)[^\]]*(?=\])/);
      const other = parts
        .slice(1)
        .reduce((all, part, at) => `${all}${at - 1 === place ? figure : `${at}.5,7`}${part}`, parts[0]);
      expect(read(other as string), other).toEqual(expected(other as string));
    }
  }
});

const HEADS: readonly object[] = [
  { id: "0198c1f2-8a70-7cc1-9e2e-6f0d3c1b2a12" },
  { id: "none" },
  { complete: "yes" },
  { rig: "b" },
  { suite: "measurements" },
  { extra: { measurements: [] } },
  { startedAt: "yesterday" },
  { block: "\u00fc" },
  { environment: { identity: { measurements: "[]", cpu: "x" } } },
  { measurements: MEASURED.slice(1) },
  { measurements: [...MEASURED, MEASURED[0]] },
  { measurements: [] },
  { measurements: MEASURED[0] },
  { measurements: MEASURED.map((one) => ({ ...one, suspect: ["cold"] })) },
  { measurements: MEASURED.map((one) => ({ ...one, version: "4" })) },
];

test.each(WAYS)("whatever else of a run differs is read, and refused, as if nobody knew it (%#)", (write) => {
  const known = write({ ...BASE, measurements: MEASURED });
  for (const head of HEADS) {
    const text = write({ ...BASE, measurements: MEASURED, ...head });
    for (const one of [known, text, text, known]) expect(read(one)).toEqual(expected(one));
  }
});

test("a key that comes twice counts as the last of them, however it is written", () => {
  const [known, once] = [{ ...BASE, measurements: MEASURED }, MEASURED.slice(0, 2)].map((one) => JSON.stringify(one));
  const texts = [
    `${known?.slice(0, -1)},"measurements":${once}}`,
    `${known?.slice(0, -1)},"\\u006deasurements":${once}}`,
    `{"measurements":${once},${known?.slice(1)}`,
    `{"measurements":[],${known?.slice(1)}`,
    known?.replace('"values":[1.5', '"values":[9],"values":[1.5') ?? "",
    known
      ?.replace('"values":[1.5', '"values":[9],"values":[1.5')
      .replace(/"values":\[1.5,2,3\](?!.*"values":\[1.5)/, '"\\u0076alues":[4]') ?? "",
  ];
  for (const text of texts) {
    for (const one of [known ?? "", text, text.replaceAll("1.5", "2.5"), known ?? ""])
      expect(read(one), one).toEqual(expected(one));
  }
});

/** The first list of figures opens a value that swallows the rest of the known text, as a key that comes twice. */
const swallowing = (known: string) =>
  `${known.slice(0, -1).replace('"values":[1.5,2,3]', '"values":[{"x":[1.5,2,3]')},"values":[5]},{"benchmark":"ior","metric":"EVIL","unit":"B","better":"lower","values":[1]}]}`;

test("a text that puts other things where figures stood teaches nothing about the text that it imitates", () => {
  const two = MEASURED.slice(0, 2).map(({ parameters: _, ...one }) => ({ ...one, metric: one.metric.slice(0, 2) }));
  const named = (list: object[], head: object = {}) => JSON.stringify({ ...BASE, ...head, measurements: list });
  const keysFirst = two.map(({ values, ...one }) => ({ ...one, values }));
  const honest = named(keysFirst);
  const [begin = "", rest = ""] = named(keysFirst, { tool: 0 }).split('"tool":0,');
  const evil = JSON.stringify([keysFirst[0], { ...keysFirst[1], metric: "EVIL", unit: "B" }]);
  const fake = JSON.stringify(keysFirst);
  const texts = [
    swallowing(honest),
    `{"\\u006deasurements":${evil},"tool":{"measurements":${fake}},"tool":{"name":"x"},${begin.slice(1)}${rest.slice(0, rest.indexOf('"measurements"') - 1)}}`,
    `${begin}"tool":{"measurements":${fake}},"tool":{"name":"x"},"measurements":${evil}}`,
  ];
  expect(
    texts.map((text) => [text, (outcome(() => validated(RunBody, parseJson(text))) as { rig?: string }).rig]),
  ).toEqual(
    texts.map((text) => [text, "a"]), // each of them is valid
  );
  for (const first of [[honest], []]) {
    for (const text of texts)
      for (const one of [...first, text, honest, honest.replaceAll("1.5", "2.5"), text])
        expect(read(one), one).toEqual(expected(one));
  }
});

test("as many figures as a measurement may have are read as they are in a run that nobody knows", () => {
  const known = JSON.stringify({ ...BASE, measurements: MEASURED });
  read(known);
  for (const [count, figure] of [
    [400_000, "123456789.123456"],
    [1_000_000, "1234567"],
    [1_000_001, "1"],
  ] as const) {
    const text = known.replace("1.5,2,3", new Array(count).fill(figure).join(","));
    const [mine, theirs] = [read(text), expected(text)] as { contentHash?: string; details?: unknown }[];
    expect([mine?.contentHash, mine?.details]).toEqual([theirs?.contentHash, theirs?.details]);
  }
  const long = known.replace(
    '"unit":"s","better":"lower","values":[1.5,2,3],"parameters":{"clients":"16","values[]":"{}]"}}]',
    `"unit":"${"x".repeat(12_000_000)}","unit":"s","better":"lower","values":[1.5,2,3]}]`,
  );
  expect((read(long) as { contentHash?: string }).contentHash).toBe(
    (expected(long) as { contentHash?: string }).contentHash,
  );
});

test("of a text that is known the head and the figures alone are parsed", () => {
  const known = JSON.stringify({ ...BASE, measurements: MEASURED });
  read(known);
  const parse = vi.spyOn(JSON, "parse");
  read(known.replaceAll("1.5", "6.5"));
  const parsed = parse.mock.calls.map(([text]) => text);
  parse.mockRestore();
  expect(parsed.filter((text) => text.includes("th}]ree"))).toEqual([]);
  expect(parsed.length).toBeGreaterThan(0);
});

test("nothing is remembered of a run that its caller may not post", () => {
  const [known, other] = ["1", "2"].map((clients) =>
    JSON.stringify({
      ...BASE,
      measurements: MEASURED.map((one) => ({ ...one, suite: undefined, parameters: { clients } })),
    }),
  ) as [string, string];
  const refuse = {
    sha256,
    admit: () => {
      throw new Fault("forbidden", "no");
    },
  };
  for (const text of [known, other]) expect(() => readRun(encoder.encode(text), refuse)).toThrow("no");
  const parse = vi.spyOn(JSON, "parse");
  read(known);
  const parsed = parse.mock.calls.map(([text]) => text);
  parse.mockRestore();
  expect(parsed).toContain(known);
});

test("a document of any kind, and what mistakes made of it, is read as if nobody knew it", () => {
  const pair = documents.chain((one) =>
    fc.tuple(fc.constant(one), fc.array(mutatedOf(fc.constant(one)), { minLength: 3, maxLength: 3 })),
  );
  const property = fc.property(pair, ([one, texts]) => {
    for (const text of [JSON.stringify(one), ...texts]) expect(read(text), text).toEqual(expected(text));
  });
  fc.assert(property, { numRuns: 600, seed: 20_261_127 });
});

test("a known text is taken apart around its figures, and another is not", () => {
  for (const write of WAYS.slice(0, 4)) {
    const template = templateOf(write({ ...BASE, measurements: MEASURED }), 3);
    const again = MEASURED.map((one, at) => ({ ...one, values: [at + 0.5] }));
    const cut = template && cutRun(write({ ...BASE, id: "another", measurements: again }), template);
    expect(cut?.values.map((text) => text.trim())).toEqual(["0.5", "1.5", "2.5"]);
    expect(JSON.parse(cut?.head ?? "")).toEqual({ ...BASE, id: "another", measurements: again.slice(0, 1) });
    const other = write({ ...BASE, measurements: MEASURED.map((one) => ({ ...one, unit: "ms" })) });
    expect(template && cutRun(other, template)).toBeUndefined();
  }
});
