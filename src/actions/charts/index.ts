/** Every chart there is, one line each. */
export { distribution } from "./distribution.ts";
export { forest } from "./forest.ts";
export { heatmap } from "./heatmap.ts";
export { overlay } from "./overlay.ts";
export { rigDrift } from "./rig-drift.ts";
export { scaling } from "./scaling.ts";
export { series } from "./series.ts";
export { sight } from "./sight.ts";
export { spark } from "./spark.ts";
