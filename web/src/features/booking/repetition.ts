/** How often visits of a series are. */
export const repetitions = ["DAILY", "WEEKLY", "TWO_WEEKLY", "FOUR_WEEKLY", "MONTHLY"] as const;

export type Repetition = (typeof repetitions)[number];

/** The fewest visits that are a series. */
export const fewestVisits = 2;

interface Rule {
  readonly rule: string;
  /** As many as the server books at once, and as lie within two years. */
  readonly most: number;
}

const rules: Readonly<Record<Repetition, Rule>> = {
  DAILY: { rule: "FREQ=DAILY", most: 100 },
  WEEKLY: { rule: "FREQ=WEEKLY", most: 100 },
  TWO_WEEKLY: { rule: "FREQ=WEEKLY;INTERVAL=2", most: 52 },
  FOUR_WEEKLY: { rule: "FREQ=WEEKLY;INTERVAL=4", most: 26 },
  MONTHLY: { rule: "FREQ=MONTHLY", most: 24 },
};

/** How many visits such a series has at most. */
export function mostVisits(repetition: Repetition): number {
  return rules[repetition].most;
}

/** As RFC 5545 has it. */
export function ruleOf(repetition: Repetition, count: number): string {
  return `${rules[repetition].rule};COUNT=${count}`;
}
