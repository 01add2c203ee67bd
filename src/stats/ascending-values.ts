/** A sorted copy, by the engine's own sort of numbers: several times as fast as one that asks a function. O(n log n). */
export const ascendingValues = (x: ArrayLike<number>): Float64Array => new Float64Array(x).sort();
