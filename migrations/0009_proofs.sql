-- 0009_proofs: what an event's hash is made of, since all that the log says of an event is part of it.
-- Why: whether a run counts was told beside its event's hash, and when a hidden event was accepted was nobody's word, so
-- that either could be changed unnoticed. Version 2 of the hash has both; events from before keep the hash they have.
-- An event that may not be seen is told as its instant and its seal, which make its hash again.
-- Undo: ALTER TABLE {{table:events}} DROP COLUMN hash_version, DROP COLUMN excluded; ALTER TABLE {{table:hidden_events}}
-- DROP COLUMN hash_version, DROP COLUMN seal. Chains of version 2 cannot be proven then.
ALTER TABLE {{table:events}}
  ADD COLUMN IF NOT EXISTS hash_version UInt8 DEFAULT 1 COMMENT 'how the hash of the event and of its link are made',
  ADD COLUMN IF NOT EXISTS excluded LowCardinality(String) COMMENT 'of a run: why it never blocks, decided when it came';

ALTER TABLE {{table:hidden_events}}
  ADD COLUMN IF NOT EXISTS hash_version UInt8 DEFAULT 1 COMMENT 'as of events',
  ADD COLUMN IF NOT EXISTS seal String COMMENT 'sha256 of all that is hidden, 64 hex digits; empty in version 1';
