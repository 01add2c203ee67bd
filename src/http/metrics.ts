/** How is the service doing? Counts since the start, as Prometheus reads them (text format 0.0.4). */
import type { Context } from "../actions/context.ts";
import type { FaultCode } from "../model/fault.ts";

/** Seconds; the last bucket has no bound. */
const BOUNDS = [0.005, 0.02, 0.1, 0.5, 2, 10];

export class Metrics {
  readonly #requests = new Map<string, number>();
  readonly #buckets = BOUNDS.map(() => 0);
  readonly #refusals = new Map<string, number>();
  #brokenOff = 0;
  #seconds = 0;
  #count = 0;

  answered(method: string, status: number, milliseconds: number): void {
    const labels = `method="${METHODS.has(method) ? method : "other"}",status="${status}"`;
    this.#requests.set(labels, (this.#requests.get(labels) ?? 0) + 1);
    this.#seconds += milliseconds / 1000;
    this.#count++;
    BOUNDS.forEach((bound, index) => {
      if (milliseconds <= bound * 1000) this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    });
  }

  refused(code: FaultCode): void {
    const label = `code="${code}"`;
    this.#refusals.set(label, (this.#refusals.get(label) ?? 0) + 1);
  }

  /** Of an answer that began well. */
  brokenOff(code: FaultCode): void {
    this.#brokenOff++;
    this.refused(code);
  }

  /** The text of /metrics. */
  text({ store, now }: Context): string {
    const load = store.writeLoad();
    const { queries, inserts } = store.engineLoad();
    const lag = load.unseenSince ? Math.max(0, now().getTime() - load.unseenSince.getTime()) / 1000 : 0;
    return [
      ...family("tarnish_requests_total", "counter", "Requests answered.", [...this.#requests]),
      ...family("tarnish_refusals_total", "counter", "Faults answered, those in streams included.", [
        ...this.#refusals,
      ]),
      ...family("tarnish_requests_broken_off_total", "counter", BROKEN_OFF, [["", this.#brokenOff]]),
      ...family("tarnish_request_seconds", "histogram", "Time to the first byte of an answer.", []),
      ...BOUNDS.map((bound, index) => `tarnish_request_seconds_bucket{le="${bound}"} ${this.#buckets[index]}`),
      `tarnish_request_seconds_bucket{le="+Inf"} ${this.#count}`,
      `tarnish_request_seconds_sum ${this.#seconds}`,
      `tarnish_request_seconds_count ${this.#count}`,
      ...family("tarnish_writes_waiting", "gauge", "Writes that wait for a flush.", [["", load.waitingWrites]]),
      ...family("tarnish_writes_waiting_bytes", "gauge", "Their size, about.", [["", load.waitingBytes]]),
      ...family("tarnish_flushes_total", "counter", "Group commits.", [["", load.flushes]]),
      ...family("tarnish_flushes_failed_total", "counter", "Refused by the storage.", [["", load.failedFlushes]]),
      ...family("tarnish_flushed_runs_total", "counter", "Runs in them, repeated ones too.", [["", load.flushedRuns]]),
      ...family("tarnish_flush_seconds_total", "counter", "Time in them.", [["", load.flushSeconds]]),
      ...family("tarnish_flush_writes", "histogram", "Writes in one group commit.", []),
      ...load.flushSizes.map(([size, count]) => `tarnish_flush_writes_bucket{le="${size}"} ${count}`),
      `tarnish_flush_writes_bucket{le="+Inf"} ${load.flushes}`,
      `tarnish_flush_writes_sum ${load.flushedWrites}`,
      `tarnish_flush_writes_count ${load.flushes}`,
      ...engine("tarnish_storage_queries", "Questions to the storage", queries),
      ...engine("tarnish_storage_inserts", "Inserts into the storage", inserts),
      ...family("tarnish_analysis_lag_seconds", "gauge", LAG, [["", lag]]),
      "",
    ].join("\n");
  }
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const BROKEN_OFF = "Pages answered with 200 whose rest could not be drawn, which they say where they end.";
const LAG = "Age of the oldest stored run that no verdict or page was derived from yet.";

type Tally = ReturnType<Context["store"]["engineLoad"]>["queries"];
const engine = (name: string, what: string, { count, failed, seconds }: Tally): string[] => [
  ...family(`${name}_total`, "counter", `${what}.`, [["", count]]),
  ...family(`${name}_failed_total`, "counter", `${what} that failed.`, [["", failed]]),
  ...family(`${name}_seconds_total`, "counter", `${what}: time until the whole answer.`, [["", seconds]]),
];

const family = (
  name: string,
  type: string,
  help: string,
  samples: readonly (readonly [string, number])[],
): string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
  ...samples.map(([labels, value]) => `${name}${labels && `{${labels}}`} ${value}`),
];
