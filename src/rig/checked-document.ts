/** A run document is checked before it leaves the rig, with the service's own rules: a mistake is told at once. */
import { Fault, pointer } from "../model/fault.ts";
import type { RunDocument } from "../model/run.ts";
import { RunBody } from "../wire/run.ts";

const MOST_DETAILS = 100;

/** Returns the document as it was. Throws a Fault that names every wrong place, below `path`. */
export function checkedDocument(document: unknown, path = ""): RunDocument {
  const parsed = RunBody.safeParse(document);
  if (parsed.success) return document as RunDocument;
  const details = parsed.error.issues.slice(0, MOST_DETAILS).flatMap((issue) => {
    const places = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const detail = issue.code === "unrecognized_keys" ? "is not a known key" : issue.message;
    return places.map((place) => ({ path: `${path}${pointer(place)}`, detail }));
  });
  throw new Fault("invalid", "This run document has faults: correct them and post it again.", details);
}
