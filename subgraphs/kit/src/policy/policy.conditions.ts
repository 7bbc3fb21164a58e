import type { Viewer } from "../viewer/viewer.ts";

/**
 * What a rule may be subject to beside role and relation: `consent`, whether the patients agreed to what is done with
 * their data, and `location`, whether it may be done from where the viewer is.
 */
export type Condition = "consent" | "location";

/** Answers whether a condition holds for what a viewer wants to do. */
export type ConditionFacts = Readonly<Record<Condition, (viewer: Viewer, action: string) => boolean>>;

/** Nobody has objected, and every place is as good as another, as long as there are no facts that say otherwise. */
const noFacts: ConditionFacts = { consent: () => true, location: () => true };

let facts = noFacts;

/** Decides conditions by `known` from now on; without an argument by no facts, which permits. */
export function useConditionFacts(known: Partial<ConditionFacts> = {}): void {
  facts = { ...noFacts, ...known };
}

/** Whether all of `conditions` hold for what `viewer` wants to do. */
export function conditionsHold(conditions: readonly Condition[], viewer: Viewer, action: string): boolean {
  return conditions.every((condition) => facts[condition](viewer, action));
}
