/** Settings of every connection, embedded or by URL, so that both answer alike. */
import type { ClickHouseSettings } from "@clickhouse/client";

export const CLIENT_SETTINGS: ClickHouseSettings = {
  // 64-bit integers as strings: JavaScript numbers would round them.
  output_format_json_quote_64bit_integers: 1,
  // An unknown column in a row of ours is a mistake of ours.
  input_format_skip_unknown_fields: 0,
  date_time_input_format: "best_effort",
  // An insert that answered is stored: the server must not gather inserts on its own.
  async_insert: 0,
  // Derived tables forget a batch that is sent again, too.
  deduplicate_blocks_in_dependent_materialized_views: 1,
  // Of the latest state of a few keys only those are opened, and not all that lies beside them: a verdict has a megabyte.
  optimize_move_to_prewhere_if_final: 1,
};

/** On a cluster, besides: an insert answers when every shard has it; what one shard looks up is looked up on all. */
export const CLUSTER_SETTINGS: ClickHouseSettings = {
  distributed_foreground_insert: 1,
  distributed_product_mode: "global",
  prefer_global_in_and_join: 1,
};
