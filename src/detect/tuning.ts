/**
 * The detector's few constants, one setting for every series. Evidence is counted in nats of log likelihood; prices were
 * set by `npm run bench -- calibrate`, which replays quiet series of many noise laws, lengths and autocorrelations and
 * prints the alarms per thousand points that each price leaves.
 */
export interface Tuning {
  /** Spikes are held within this many noise widths of the running median before candidates are sought. */
  readonly spikeReach: number;
  /** Price of a candidate, in units of 2 · log n · long-run variance: low, since candidates are judged again. */
  readonly candidatePrice: number;
  /** Price of a confirmed change: `base + perLog · log n` nats, times the inflation by autocorrelation. */
  readonly price: number;
  readonly pricePerLog: number;
  /** Price of a change among the last `freshReach` points, suspected until the next points confirm it. */
  readonly freshPrice: number;
  readonly freshReach: number;
  /** Kernel bandwidth of the noise law at 100 points, in noise widths. */
  readonly bandwidth: number;
  /** Lags of the long-run variance: this many times the cube root of n. */
  readonly lags: number;
  /** Noise is never taken to be narrower than this share of the level. */
  readonly noiseFloor: number;
  /** A change smaller than this share of the level is not told. */
  readonly practicalFloor: number;
}

export const TUNING: Tuning = {
  spikeReach: 3,
  candidatePrice: 1.5,
  price: 8,
  pricePerLog: 0,
  freshPrice: 7.5,
  freshReach: 20,
  bandwidth: 0.5,
  lags: 1.5,
  noiseFloor: 5e-4,
  practicalFloor: 2.5e-3,
};
