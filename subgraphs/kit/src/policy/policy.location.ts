import type { Viewer } from "../viewer/viewer.ts";
import type { Rule } from "./policy.ts";

/** Answers whether a viewer may do something from where they are. */
export type LocationFacts = (viewer: Viewer, action: string) => boolean;

/** Every place is as good as another, as long as there are no facts that say otherwise. */
const noFacts: LocationFacts = () => true;

let facts = noFacts;

/** Decides by `known` from now on; without an argument by no facts, which permits. */
export function useLocationFacts(known: LocationFacts = noFacts): void {
  facts = known;
}

/** Whether what `rule` is about may be done from where `viewer` is. */
export function isRightPlace(rule: Pick<Rule, "action" | "subjectTo">, viewer: Viewer): boolean {
  return !rule.subjectTo?.includes("location") || facts(viewer, rule.action);
}
