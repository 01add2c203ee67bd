/** Pieces of queries that leave out retracted runs. `WITH ${RETRACTIONS}` goes before what uses `${EXCLUSION}`. */

/** Who retracts says of which rig and when, so that also a run that comes later is struck. */
const moment = (name: "from" | "to") => `parseDateTime64BestEffort(JSONExtractString(body, '${name}'), 3, 'UTC')`;

/** Those in force, a row each: of two over one run the first says why. */
export const IN_FORCE = `
     SELECT JSONExtractString(body, 'rig') AS of_rig, ${moment("from")} AS begin, ${moment("to")} AS end,
       JSONExtractString(body, 'reason') AS why
     FROM entities FINAL WHERE kind = 'retraction' AND NOT JSONHas(body, 'withdrawn') ORDER BY key`;

export const RETRACTIONS = `(
     SELECT groupArray(tuple(of_rig, begin, end, why)) FROM (${IN_FORCE})
   ) AS retractions`;

/** "" for a run that counts; of a row of runs named r. */
export const EXCLUSION = `multiIf(
      arrayExists(x -> x.1 = r.rig AND r.started_at BETWEEN x.2 AND x.3, retractions),
      'retracted: ' || arrayFirst(x -> x.1 = r.rig AND r.started_at BETWEEN x.2 AND x.3, retractions).4,
      r.excluded)`;
