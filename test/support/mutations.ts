/** Valid run documents and what mistakes, other tools and malice make of them. */
import fc from "fast-check";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const word = fc.constantFrom("a", "ior", "mdtest", "x/y~z", "ü", "漢", "16");
const text = fc.oneof(word, fc.constant(""));
const values = fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()), {
  minLength: 1,
  maxLength: 5,
});

const measurement = fc
  .record(
    {
      benchmark: fc.constantFrom("ior-easy", "mdtest", "dd"),
      kind: fc.constantFrom(
        { metric: "write.bandwidth", unit: "MiB/s", better: "higher" },
        { metric: "write.bandwidth", unit: "GiB/s", better: "higher" },
        { metric: "latency.p99", unit: "ms", better: "lower" },
        { metric: "dbench", unit: "MB/sec", better: "higher" },
      ),
      version: fc.constant("4.0.0"),
      parameters: fc.dictionary(fc.constantFrom("clients", "a/b~"), fc.constantFrom("16", ""), { maxKeys: 2 }),
      values,
      suspect: fc.array(fc.constant("cache was warm"), { maxLength: 1 }),
    },
    { requiredKeys: ["benchmark", "kind", "values"] },
  )
  .map(({ kind, ...rest }) => ({ ...rest, ...kind }));

/** Most of them are accepted; those that contradict each other are refused with 422. */
export const documents: fc.Arbitrary<Json> = fc
  .record(
    {
      schema: fc.constant("tarnish.run/1"),
      id: fc.uuid(),
      rig: fc.constantFrom("fuzz-a", "fuzz-b"),
      suite: fc.constant("nightly"),
      changeset: fc.constantFrom<Json[]>(
        { sha: "f1", branch: "master" },
        { sha: "f2", branch: "master", parent: "f1", subject: "LU-1 osc: <b>x</b>" },
        { sha: "f3", branch: "master", parent: "f2", position: 3 },
        { sha: "f4" },
      ),
      block: fc.constantFrom("night-1", "night-2"),
      startedAt: fc.constant("2026-10-02T22:00:00Z"),
      finishedAt: fc.constantFrom("2026-10-02T22:10:00Z", "2026-10-03T00:10:00+02:00"),
      complete: fc.boolean(),
      environment: fc.record({ identity: fc.constantFrom({}, { cpu: "x" }), watch: fc.dictionary(word, text) }),
      subject: fc.record({ dirty: fc.boolean(), packages: fc.dictionary(word, text) }),
      measurements: fc.uniqueArray(measurement, {
        minLength: 1,
        maxLength: 4,
        selector: ({ benchmark, metric, version, parameters }) =>
          JSON.stringify([benchmark, metric, version, parameters]),
      }),
    },
    { requiredKeys: ["schema", "id", "rig", "suite", "changeset", "startedAt", "complete", "measurements"] },
  )
  .map((document) => document as unknown as Json);

/** What comes in the place of something right. */
const wrong: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(null, true, -1, 0, 1e308, 5e-324, 2 ** 53, "", "x", [], {}, [[]], { "": {} }),
  fc.constantFrom<Json[]>("\u0000", "\ud800", "a\nb", "\u202e", "x".repeat(5000), "__proto__", "2026-13-01T00:00:00Z"),
  fc.constantFrom<Json[]>("'; DROP TABLE runs; --", "{{7*7}}", "<script>", "../../etc", "%00", "\\N", "\t\n\n"),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

type Step =
  | { readonly kind: "replace" | "add"; readonly at: number; readonly key: string; readonly value: Json }
  | { readonly kind: "remove" | "double" | "wrap"; readonly at: number };

const at = fc.nat(10_000);
const key = fc.constantFrom("values", "id", "extra", "__proto__", "constructor", "toString", "", "a/b", "~0", "0");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom("replace" as const, "add" as const), at, key, value: wrong }),
  fc.record({ kind: fc.constantFrom("remove" as const, "double" as const, "wrap" as const), at }),
);

/** A document with some steps done to it, and now and then with its text damaged, too. */
export const mutatedOf = (whole: fc.Arbitrary<Json>): fc.Arbitrary<string> =>
  fc
    .tuple(
      whole,
      fc.array(step, { maxLength: 2 }),
      fc.option(fc.tuple(at, fc.constantFrom("", ",", "}", '"', "\\u", "1e999", "\u0000")), { freq: 8 }),
    )
    .map(([document, steps, damage]) => {
      const text = JSON.stringify(steps.map((one) => structuredClone(one)).reduce(mutate, structuredClone(document)));
      if (damage === null) return text;
      const [where, what] = damage;
      const from = where % (text.length + 1);
      return text.slice(0, from) + what + text.slice(from + 1);
    });

export const mutated = mutatedOf(documents);

function mutate(document: Json, change: Step): Json {
  const places = containers(document);
  const container = places[change.at % places.length];
  if (container === undefined) return document;
  const keys = Object.keys(container);
  const name = keys[Math.floor(change.at / places.length) % Math.max(1, keys.length)] ?? "0";
  const inside = container as { [key: string]: Json };
  const old = inside[name] ?? null;
  switch (change.kind) {
    case "replace":
      inside[name] = change.value;
      break;
    case "add":
      if (Array.isArray(container)) container.push(change.value);
      else
        Object.defineProperty(inside, change.key, {
          value: change.value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      break;
    case "remove":
      if (Array.isArray(container)) container.splice(Number(name), 1);
      else delete inside[name];
      break;
    case "double":
      if (Array.isArray(container)) container.push(old);
      else inside[`${name}2`] = old;
      break;
    case "wrap":
      inside[name] = [old];
  }
  return document;
}

/** Every object and list of a value, itself first. */
function containers(value: Json): (Json[] | { [key: string]: Json })[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(containers)];
}
