/** Of a distance by which a figure moves: false up to one, and true from there on. */
export type Predicate = (by: bigint) => boolean;

export interface Sought {
  readonly isTrue: Predicate;
  /** Nearly the same, from the units next to the limit alone. */
  readonly guess?: Predicate;
}

/** The smallest number from 0 to the most at which a rising predicate is true; sought from a guess on where there is a cheap one. */
export function firstNear({ isTrue, guess }: Sought, most: bigint): bigint | undefined {
  const near = guess === undefined ? undefined : firstWhere(guess, 0n, most);
  return near === undefined ? firstWhere(isTrue, 0n, most) : firstFrom(isTrue, near, most);
}

function firstFrom(isTrue: Predicate, near: bigint, most: bigint): bigint | undefined {
  if (!isTrue(near)) return near === most ? undefined : firstWhere(isTrue, near + 1n, most);
  let [high, step] = [near, 1n];
  while (high > 0n) {
    const lower = high > step ? high - step : 0n;
    if (!isTrue(lower)) return firstWhere(isTrue, lower + 1n, high);
    [high, step] = [lower, 2n * step];
  }
  return 0n;
}

/** From the least to the most: in growing steps first, then by halves. */
function firstWhere(isTrue: Predicate, least: bigint, most: bigint): bigint | undefined {
  if (isTrue(least)) return least;
  if (least === most || !isTrue(most)) return undefined;
  let [low, step] = [least, 1n];
  while (low + step < most && !isTrue(low + step)) [low, step] = [low + step, 2n * step];
  let high = low + step < most ? low + step : most;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return high;
}
