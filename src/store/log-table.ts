/** The log as one relation: runs' events lie apart from all others, but those from before they did. */
const COLUMNS =
  "chain, sequence, link, id, kind, key, at, who, content_hash, previous_hash, link_hash, body, hash_version, excluded";

/** To read FROM. */
export const LOG = `(SELECT ${COLUMNS} FROM events UNION ALL SELECT ${COLUMNS} FROM run_events)`;
