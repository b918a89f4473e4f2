/**
 * The shares of amounts in their total as whole units of a percentage with so many digits (of 2 digits: hundredths of a percent). They sum to exactly 100 %, and each
 * is less than a unit from its exact value: largest remainder (Hare and Niemeyer), equal remainders in the order in which the amounts were recorded. Undefined where the total is 0: nothing has
 * no shares. @throws RangeError for an amount that is no integer from 0 on
 */
export function sharesOf(amounts: readonly number[], digits = 2): readonly number[] | undefined {
  const exact = amounts.map((amount) => {
    if (!Number.isSafeInteger(amount) || amount < 0)
      throw new RangeError(`an integer from 0 on is required, found ${String(amount)}`);
    return BigInt(amount);
  });
  const total = exact.reduce((sum, amount) => sum + amount, 0n);
  if (total === 0n) return undefined;
  const whole = 100n * 10n ** BigInt(digits);
  const floors = exact.map((amount) => (amount * whole) / total);
  const left = Number(floors.reduce((rest, floor) => rest - floor, whole));
  const byRemainder = exact
    .map((amount, index) => ({ index, remainder: (amount * whole) % total }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1));
  const raised = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return floors.map((floor, index) => Number(floor) + (raised.has(index) ? 1 : 0));
}

/** An integer of units as a decimal number in full: 3334 with 2 digits is `33.34`. */
export function decimalOf(units: number, digits = 2): string {
  if (!Number.isSafeInteger(units)) throw new RangeError(`an integer is required, found ${String(units)}`);
  const text = String(Math.abs(units)).padStart(digits + 1, '0');
  const sign = units < 0 ? '-' : '';
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
