/** Does one line of a log say what its hash was made of? Nothing of it may travel beside the hash. */
import { eventHash, HASH_VERSIONS, type HashVersion, hashOfSeal } from "./chain.ts";
import { isThinned } from "./thinned-proof.ts";
import type { LogEntry, LogTools } from "./verify-log.ts";

/** Undefined for one that this version does not know. */
export const knownVersion = ({ version = 1 }: Pick<LogEntry, "version">): HashVersion | undefined =>
  HASH_VERSIONS.find((one) => one === version);

/** What is wrong with it, as the end of a sentence; undefined when nothing is. */
export function entryFault(entry: LogEntry, tools: LogTools): string | undefined {
  const version = knownVersion(entry);
  if (version === undefined)
    return `is proven in a way (version ${entry.version}) that this version does not know: update Tarnish here`;
  return entry.event
    ? shownFault({ ...entry, event: entry.event }, version, tools)
    : hiddenFault(entry, version, tools);
}

type Shown = LogEntry & { readonly event: NonNullable<LogEntry["event"]> };

function shownFault({ event, hash, at, excluded, accepted }: Shown, version: HashVersion, tools: LogTools) {
  const isWhole = event.text !== undefined || tools.contentHash(event.body) === event.contentHash;
  if (!isWhole && !isThinned(event)) return "has other content than its hash says";
  if (at !== undefined && at.getTime() !== event.at.getTime()) return "has two instants";
  if (event.kind !== "run" && (excluded !== undefined || accepted !== undefined))
    return "says of itself what only runs do";
  const said = { ...event, version, excluded: excluded ?? "" };
  return eventHash(said, tools.sha256) === hash ? undefined : "says other things than its hash";
}

function hiddenFault({ hash, at, seal, excluded, accepted }: LogEntry, version: HashVersion, tools: LogTools) {
  if (excluded !== undefined || accepted !== undefined) return "says things without proof";
  if (version === 1) return seal === undefined ? undefined : "has a seal that nothing proves";
  if (at === undefined || seal === undefined) return "lacks its instant or its seal";
  return hashOfSeal(at, seal, tools.sha256) === hash
    ? undefined
    : "has another instant, or another seal, than its hash";
}
