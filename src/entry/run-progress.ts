/** How a plan goes on: one live line in a terminal, plain lines elsewhere, JSON lines for programs. */
import { clearLine, cursorTo } from "node:readline";
import type { CampaignEvent } from "../rig/runner/campaign-ask.ts";

export interface Progress {
  event(event: CampaignEvent): void;
  /** A line that stays. */
  say(text: string): void;
  close(): void;
}

export interface ProgressOptions {
  readonly sessions: number;
  /** Sessions that an earlier start measured. */
  readonly done: number;
  readonly json: boolean;
  readonly out: NodeJS.WriteStream;
}

const TICK = 1000;

export function openProgress(options: ProgressOptions): Progress {
  if (options.json) return jsonProgress(options.out);
  return options.out.isTTY ? liveProgress(options) : plainProgress(options);
}

function jsonProgress(out: NodeJS.WriteStream): Progress {
  return {
    event: (event) => void out.write(`${JSON.stringify(asJson(event))}\n`),
    say: (text) => void out.write(`${JSON.stringify({ event: "remark", text })}\n`),
    close() {},
  };
}

function asJson(event: CampaignEvent): object {
  const { kind, ...rest } = event;
  if (event.kind !== "session-ended") return { event: kind, ...rest };
  const { slot, milliseconds, document } = event;
  const { id, complete, measurements } = document;
  return { event: kind, slot, milliseconds, id, complete, measurements: measurements.length };
}

function plainProgress({ sessions, out }: ProgressOptions): Progress {
  const say = (text: string) => void out.write(`${text}\n`);
  return {
    say,
    event(event) {
      const line = lineOf(event, sessions);
      if (line !== undefined) say(line);
    },
    close() {},
  };
}

/** The line at the bottom says where we are and for how long yet; what ended scrolls away above it. */
function liveProgress({ sessions, done, out }: ProgressOptions): Progress {
  let ended = done;
  let taken: number[] = [];
  let where = "";
  let since = Date.now();
  const draw = () => {
    cursorTo(out, 0);
    const mean = taken.length === 0 ? undefined : taken.reduce((a, b) => a + b, 0) / taken.length;
    const left =
      mean === undefined
        ? ""
        : `, about ${shortTime(Math.max(0, mean * (sessions - ended) - (Date.now() - since)))} left`;
    out.write(`${ended}/${sessions} sessions${left}  ${where}`.slice(0, Math.max(20, (out.columns ?? 80) - 1)));
    clearLine(out, 1);
  };
  const say = (text: string) => {
    cursorTo(out, 0);
    clearLine(out, 0);
    out.write(`${text}\n`);
    draw();
  };
  const ticking = setInterval(draw, TICK);
  return {
    say,
    event(event) {
      if (event.kind === "session") since = Date.now();
      if (event.kind === "task") where = event.title;
      if (event.kind === "session-ended") {
        ended += 1;
        taken = [...taken, event.milliseconds];
      }
      const line = event.kind === "session" ? undefined : lineOf(event, sessions);
      if (line === undefined) draw();
      else say(line);
    },
    close() {
      clearInterval(ticking);
      cursorTo(out, 0);
      clearLine(out, 0);
    },
  };
}

/** Undefined for what is news for a moment only. */
function lineOf(event: CampaignEvent, sessions: number): string | undefined {
  switch (event.kind) {
    case "remark":
      return event.text;
    case "block":
      return `block ${event.block}: ${event.name}`;
    case "session":
      return `session ${event.slot.index + 1} of ${sessions}: ${event.slot.side}`;
    case "task":
      return undefined;
    case "session-ended": {
      const { complete, measurements, skipped = [] } = event.document;
      const word = complete ? "measured" : "incomplete";
      const why = complete ? "" : `: ${skipped.find(({ line }) => line === 0)?.why ?? skipped[0]?.why ?? "cut output"}`;
      const took = shortTime(event.milliseconds);
      return `session ${event.slot.index + 1} of ${sessions}: ${event.slot.side} ${word} in ${took}, ${measurements.length} figures${why}`;
    }
  }
}

/** "45 s", "12 min", "3 h 20 min" */
export function shortTime(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 100) return `${seconds < 10 ? Number((milliseconds / 1000).toPrecision(2)) : seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
