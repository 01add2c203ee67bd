/** Pieces of queries that leave out retracted runs. `WITH ${RETRACTIONS}` goes before what uses `${EXCLUSION}`. */

/** Who retracts says of which rig and when, so that also a run that comes later is struck. */
export const RETRACTIONS = `(
     SELECT groupArray(tuple(
       JSONExtractString(body, 'rig') AS of_rig,
       parseDateTime64BestEffort(JSONExtractString(body, 'from'), 3, 'UTC') AS begin,
       parseDateTime64BestEffort(JSONExtractString(body, 'to'), 3, 'UTC') AS end,
       JSONExtractString(body, 'reason') AS why
     ))
     FROM entities FINAL WHERE kind = 'retraction' AND NOT JSONHas(body, 'withdrawn')
   ) AS retractions`;

/** "" for a run that counts; of a row of runs named r. */
export const EXCLUSION = `multiIf(
      arrayExists(x -> x.1 = r.rig AND r.started_at BETWEEN x.2 AND x.3, retractions),
      'retracted: ' || arrayFirst(x -> x.1 = r.rig AND r.started_at BETWEEN x.2 AND x.3, retractions).4,
      r.excluded)`;
