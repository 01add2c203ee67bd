/** The log as one relation: runs' events lie apart from all others, but those from before they did. */
const COLUMNS =
  "chain, sequence, link, id, kind, key, at, who, content_hash, previous_hash, link_hash, body, hash_version, excluded";

/** To read FROM. */
export const LOG = `(SELECT ${COLUMNS} FROM events UNION ALL SELECT ${COLUMNS} FROM run_events)`;

/** Documents of runs by their places; where repeats were dropped the body in the log is empty, and what stayed lies apart. */
export const RUN_BODIES = `(
  SELECT chain, sequence, body FROM events WHERE kind = 'run' AND body != '' UNION ALL
  SELECT chain, sequence, body FROM run_events WHERE body != '' UNION ALL
  SELECT chain, sequence, body FROM thinned_runs
)`;
