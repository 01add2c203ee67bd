-- 0007_leases: which rig may do which work order, and until when.
-- Why: two rigs, or two services, may ask for one order at the same instant. The first row of a generation is the claim:
-- its deduplication token is order and generation, so that of two one stands, and everybody reads which. Renewals follow
-- under the next ordinals, written by the holder alone. Each is an event of the log before it is a row here.
-- Undo: DROP TABLE {{table:leases}}.
CREATE TABLE IF NOT EXISTS {{table:leases}} (
  work_order String COMMENT 'id of the order',
  generation UInt32 COMMENT 'ordinal of the lease of this order: each take-over is the next one',
  ordinal UInt32 COMMENT '1 is the claim, more are renewals',
  lease UUID,
  rig LowCardinality(String),
  until DateTime64(3, 'UTC')
) ENGINE = {{engine:MergeTree}} ORDER BY (work_order, generation, ordinal) {{settings}};
