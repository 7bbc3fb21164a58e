import type { ProviderApplicationStatus } from "../../graphql/graphql.ts";

export const applicationSteps = ["start", "approve", "request", "reject", "withdraw"] as const;

export type ApplicationStep = (typeof applicationSteps)[number];

// As the server's state machine has it, which decides in any case: here it only spares people what it would refuse.
const from: Readonly<Record<ApplicationStep, readonly ProviderApplicationStatus[]>> = {
  start: ["SUBMITTED"],
  approve: ["IN_REVIEW"],
  request: ["IN_REVIEW"],
  reject: ["IN_REVIEW"],
  withdraw: ["SUBMITTED", "IN_REVIEW", "MORE_INFORMATION_REQUESTED"],
};

/** What can be done with an application, in the order of {@link applicationSteps}. */
export function possibleSteps(status: ProviderApplicationStatus): readonly ApplicationStep[] {
  return applicationSteps.filter((step) => from[step].includes(status));
}

/** Whoever is told no is told why. */
export const needsReason: ReadonlySet<ApplicationStep> = new Set(["request", "reject"]);
