/** An amount in the minor units of a currency (ISO 4217): an integer. */
export interface Amount<Currency extends string = string> {
  readonly amount: number;
  readonly currency: Currency;
}

/** Two currencies were to be counted as one. */
export class CurrencyMismatchError extends Error {
  override readonly name = "CurrencyMismatchError";

  constructor(one: string, other: string) {
    super(`${one} and ${other} are not counted together.`);
  }
}

/** The minor units of `money`. @throws CurrencyMismatchError when it is of another currency */
export function unitsIn(currency: string, money: Amount): number {
  if (money.currency !== currency) throw new CurrencyMismatchError(currency, money.currency);
  if (!Number.isSafeInteger(money.amount)) throw new RangeError("An amount is a whole number of minor units.");
  return money.amount;
}

/** All of something, in hundredths of a percent. */
export const wholeBasisPoints = 10_000;

/**
 * The rule by which everything is rounded: to the nearest minor unit, half to the even one. Not less than 0, computed
 * exactly.
 */
export function basisPointsOf(amount: number, basisPoints: number): number {
  return quotientHalfEven(BigInt(amount) * BigInt(basisPoints), BigInt(wholeBasisPoints));
}

/** `amount` times `part` by `whole`, by the same rule. */
export function proportionOf(amount: number, part: number, whole: number): number {
  return whole === 0 ? 0 : quotientHalfEven(BigInt(amount) * BigInt(part), BigInt(whole));
}

function quotientHalfEven(dividend: bigint, divisor: bigint): number {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  const isUp = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return Number(isUp ? quotient + 1n : quotient);
}

/**
 * Divides `amount` by `weights` so that the shares add up to it: each gets what is whole of its share, and what is left goes
 * unit by unit to the largest remainders, of equal ones to the first.
 */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) throw new RangeError("There is nobody to whom anything could go.");
  const shares = weights.map((weight, index) => {
    const product = BigInt(amount) * BigInt(weight);
    return { index, units: product / whole, remainder: product % whole };
  });
  let left = BigInt(amount) - shares.reduce((sum, { units }) => sum + units, 0n);
  const byRemainder = shares.toSorted((one, other) =>
    one.remainder === other.remainder ? one.index - other.index : one.remainder > other.remainder ? -1 : 1,
  );
  for (const share of byRemainder) {
    if (left === 0n) break;
    share.units += 1n;
    left -= 1n;
  }
  return shares.map(({ units }) => Number(units));
}
