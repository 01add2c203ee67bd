/** Damaged run documents by the thousand: what was answered wrongly, and what of them is stored that was not accepted. */
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { mutated } from "./mutations.ts";
import type { TestService } from "./service.ts";

export interface Fuzzed {
  /** One sentence for each answer, and each stored thing, that should not be; with the text that was sent. */
  readonly wrong: readonly string[];
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
}

const EXPECTED = [200, 201, 400, 409, 413, 422];
/** Sent at once. */
const TOGETHER = 40;

/** True when the pointer leads to a value, or to a key that is missing in an object or list that is there. */
export function leadsSomewhere(path: string, body: unknown): boolean {
  if (path === "") return true;
  if (!path.startsWith("/")) return false;
  const keys = path
    .slice(1)
    .split("/")
    .map((part) => part.replace(/~1/g, "/").replace(/~0/g, "~"));
  let at = body;
  for (const [index, key] of keys.entries()) {
    if (typeof at !== "object" || at === null) return false;
    if (!Object.hasOwn(at, key)) return index === keys.length - 1;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

/** Of a service that holds nothing else. */
export async function fuzzRuns(service: TestService, documents: number, seed: number): Promise<Fuzzed> {
  const accepted = new Map<string, unknown>();
  const statuses = new Map<number, number>();
  const wrong: string[] = [];
  const post = async (text: string) => {
    const { status, body } = await service.call("POST", "/v1/runs", text);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (!EXPECTED.includes(status)) wrong.push(`answered with ${status}: ${text}`);
    const sent = status === 400 ? undefined : JSON.parse(text);
    if (status === 201) accepted.set(sent.id.toLowerCase(), sent);
    if (status === 422) wrong.push(...misplaced(body.errors, sent, text));
  };
  const texts = fc.sample(mutated, { numRuns: documents, seed });
  for (let from = 0; from < texts.length; from += TOGETHER)
    await Promise.all(texts.slice(from, from + TOGETHER).map(post));
  return { wrong: [...wrong, ...(await strangeThings(service, accepted))], statuses };
}

/** Of the faults of a refusal those that lead nowhere. */
function misplaced(errors: readonly { readonly path: string }[], sent: unknown, text: string): string[] {
  if (errors.length === 0) return [`refused without a fault: ${text}`];
  return errors.flatMap(({ path }) => (leadsSomewhere(path, sent) ? [] : [`${path} is nowhere in ${text}`]));
}

/** What is stored and was not accepted, or was accepted and is not stored as it was sent. */
async function strangeThings(service: TestService, accepted: ReadonlyMap<string, unknown>): Promise<string[]> {
  const lines = ((await service.call("GET", "/v1/log")).body as string).trim().split("\n");
  const stored = lines.map((line) => JSON.parse(line).event).filter((event) => event?.kind === "run");
  const wrong = stored.flatMap(({ key, body }) =>
    isDeepStrictEqual(body, accepted.get(key.toLowerCase())) ? [] : [`run ${key} is not what was accepted`],
  );
  if (stored.length !== accepted.size) wrong.push(`${stored.length} runs stored, ${accepted.size} accepted`);
  const measured = new Set<string>();
  for (const { id } of (await service.call("GET", "/v1/series?limit=10000")).body.items) {
    const { points } = (await service.call("GET", `/v1/series/${id}/points?limit=10000`)).body;
    for (const { run } of points as { run: string }[]) measured.add(run);
  }
  for (const run of measured) if (!accepted.has(run)) wrong.push(`run ${run} has points and was not accepted`);
  // The rest is off the busiest branch.
  if (measured.size <= accepted.size / 2) wrong.push(`of ${accepted.size} runs only ${measured.size} have points`);
  return wrong;
}
