/**
 * A run whose repeats were dropped has another body than its content hash says. An event of the log, in its chain, names
 * what is left of it by a hash of both, and comes after the run: until it has come, the run is not proven.
 */
import type { LogEntry, LogFault, LogTools } from "./verify-log.ts";

/** Never posted: a document that says this of itself would be refused. */
export const isThinned = ({ kind, body }: { readonly kind: string; readonly body: unknown }): boolean =>
  kind === "run" && typeof (body as { thinned?: unknown } | null)?.thinned === "string";

/** What is left of one run proves no other: both hashes are 64 hex digits. */
export const leftOf = (contentHash: string, ofRest: string, sha256: (text: string) => string): string =>
  sha256(`${contentHash} ${ofRest}`);

export class ThinnedProof {
  readonly #tools: LogTools;
  readonly #names = new WeakMap<object, string>();
  /** Hashes that were named, with the day. */
  readonly #named = new Map<string, string>();
  readonly #unproven = new Map<string, Pick<LogFault, "chain" | "sequence">>();
  readonly #runs = new Map<string, number>();

  constructor(tools: LogTools) {
    this.#tools = tools;
  }

  /** Proven runs by the day on which their repeats were dropped, oldest first. */
  get dropped(): readonly { readonly on: string; readonly runs: number }[] {
    return [...this.#runs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([on, runs]) => ({ on, runs }));
  }

  /** Those that no event has named so far. */
  get unproven(): readonly LogFault[] {
    return [...this.#unproven.values()].map(({ chain, sequence }) => ({ chain, sequence, what: UNNAMED }));
  }

  take({ event, chain, sequence }: LogEntry): void {
    if (event?.kind === "thinning") this.#name(event.body);
    if (event === undefined || !isThinned(event)) return;
    const hash = this.#nameOf(event);
    const on = this.#named.get(hash);
    if (on === undefined) this.#unproven.set(hash, { chain, sequence });
    else this.#count(on);
  }

  /** True for all but a run that says so of itself and that no event has named so far. */
  isProven({ event }: LogEntry): boolean {
    return event === undefined || !isThinned(event) || !this.#unproven.has(this.#nameOf(event));
  }

  /** Asked of the same event again when the log has named more. */
  #nameOf(event: NonNullable<LogEntry["event"]>): string {
    const known = this.#names.get(event);
    const name = known ?? leftOf(event.contentHash, this.#tools.contentHash(event.body), this.#tools.sha256);
    if (known === undefined) this.#names.set(event, name);
    return name;
  }

  #name(body: unknown): void {
    const { on, bodies } = body as { on?: unknown; bodies?: unknown };
    if (typeof on !== "string" || !Array.isArray(bodies)) return; // proves nothing
    for (const hash of bodies as unknown[]) {
      if (typeof hash !== "string" || this.#named.has(hash)) continue;
      this.#named.set(hash, on);
      if (this.#unproven.delete(hash)) this.#count(on);
    }
  }

  #count(on: string): void {
    this.#runs.set(on, (this.#runs.get(on) ?? 0) + 1);
  }
}

const UNNAMED = "has other content than its hash says, and no retention that dropped its repeats says so";
