/** Events as lines of the log: in full, or as the hash that stands for them. */
import type { HiddenEvent } from "../store/adopt.ts";
import { eventHash, eventSeal, type HashVersion } from "../store/chain.ts";
import type { LoggedEvent } from "../store/events.ts";

type Hash = (text: string) => string;

/** Bodies are stored as JSON, and most of a log is bodies: they are sent as they are. */
export function shownLine(event: LoggedEvent, sha256: Hash): string {
  const { id, kind, key, at, who, contentHash, body, isAccepted, version, excluded } = event;
  const place = { ...placeOf(event), at, hash: eventHash(event, sha256) };
  const counted = isAccepted ? {} : { accepted: false };
  const ofRun = { ...counted, ...((isAccepted || version > 1) && { excluded }) };
  const before = JSON.stringify(kind === "run" ? { ...place, ...ofRun } : place);
  const head = JSON.stringify({ id, kind, key, at, who, contentHash });
  return `${before.slice(0, -1)},"event":${head.slice(0, -1)},"body":${body}}}`;
}

export function hiddenLine(event: LoggedEvent | HiddenEvent, sha256: Hash): string {
  const { at, version } = event;
  const [hash, seal] =
    "id" in event
      ? [eventHash(event, sha256), version === 1 ? "" : eventSeal(event, sha256)]
      : [event.hash, event.seal];
  return JSON.stringify({ ...placeOf(event), at, hash, ...(seal !== "" && { seal }) });
}

const placeOf = ({ chain, sequence, link, previousHash, linkHash, version }: LoggedEvent | HiddenEvent) => ({
  chain,
  sequence,
  link,
  previousHash,
  linkHash,
  ...said(version),
});

const said = (version: HashVersion) => (version === 1 ? {} : { version });
