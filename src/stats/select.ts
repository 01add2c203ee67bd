/** Above so many values a sample of them says where to look first. */
const WORTH_A_SAMPLE = 600;

/**
 * Puts x in an order in which x[k] is the value that it would be in ascending order, those before it are not larger and
 * those after it not smaller; k within [from, to], both included. x is finite. O(n) on average, about 1.5 n comparisons.
 * SELECT of Floyd & Rivest 1975, doi:10.1145/360680.360694. For this one type of array, because a function that is also
 * given arrays of other types is compiled for all of them, and took three times as long.
 */
export function select(x: Float64Array, k: number, from = 0, to = x.length - 1): void {
  let left = from;
  let right = to;
  while (right > left) {
    if (right - left > WORTH_A_SAMPLE) sample(x, k, left, right);
    const middle = parted(x, k, left, right);
    if (middle <= k) left = middle + 1;
    if (k <= middle) right = middle - 1;
  }
}

/** Puts what is smaller than x[k] before it and what is larger after it; answers where it then is. */
function parted(x: Float64Array, k: number, left: number, right: number): number {
  const pivot = x[k] as number;
  let i = left;
  let j = right;
  swap(x, left, k);
  if ((x[right] as number) > pivot) swap(x, left, right);
  while (i < j) {
    swap(x, i++, j--);
    while ((x[i] as number) < pivot) i++;
    while ((x[j] as number) > pivot) j--;
  }
  if (x[left] === pivot) swap(x, left, j);
  else swap(x, ++j, right);
  return j;
}

/** Brings a value to k that is likely to be close to the one sought. */
function sample(x: Float64Array, k: number, left: number, right: number): void {
  const n = right - left + 1;
  const m = k - left + 1;
  const z = Math.log(n);
  const size = 0.5 * Math.exp((2 * z) / 3);
  const spread = 0.5 * Math.sqrt((z * size * (n - size)) / n) * (m - n / 2 < 0 ? -1 : 1);
  const low = Math.max(left, Math.floor(k - (m * size) / n + spread));
  const high = Math.min(right, Math.floor(k + ((n - m) * size) / n + spread));
  select(x, k, low, high);
}

function swap(x: Float64Array, i: number, j: number): void {
  const value = x[i] as number;
  x[i] = x[j] as number;
  x[j] = value;
}
