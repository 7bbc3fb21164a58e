import { base, en, en_US, Faker } from "@faker-js/faker";

/** A generator that gives the same values for the same seed, whatever was generated elsewhere. */
export function seeded(seed: number): Faker {
  return new Faker({ locale: [en_US, en, base], seed });
}
