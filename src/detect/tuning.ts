/**
 * The detector's constants: one setting for every series. Evidence is counted in nats of log likelihood. The prices were
 * set by simulation (`npm run bench -- calibrate` prints the alarms they leave on quiet series of many noise laws, lengths
 * and correlations): a confirmed change costs so much that 1 of 100 quiet series of 200 points shows one, a suspected one
 * so much that one commit in a thousand raises it.
 */
export interface Tuning {
  /** Spikes are held within this many noise widths of the running median before candidates are sought. */
  readonly spikeReach: number;
  /** Price of a candidate, in units of 2 · log n · long-run variance: low, since candidates are judged again. */
  readonly candidatePrice: number;
  /** Price of a confirmed change in nats, times the inflation by what neighbours share. */
  readonly price: number;
  /** It is dearer by this many points ÷ length, since a short series knows its noise badly. */
  readonly doubt: number;
  /** Price of a change among the newest points, suspected until the segmentation confirms it. */
  readonly freshPrice: number;
  /** The same for the history that newest points are held against. */
  readonly freshDoubt: number;
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
  candidatePrice: 1,
  price: 5.6,
  doubt: 40,
  freshPrice: 6.2,
  freshDoubt: 15,
  bandwidth: 0.3,
  lags: 1.5,
  noiseFloor: 5e-4,
  practicalFloor: 2.5e-3,
};
