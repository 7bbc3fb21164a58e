import { Role, VisitType } from "@careconnect/kit";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";
import { organizationId } from "../booking/booking.fixture.ts";
import { standardRules, type VisitRule } from "./visit.rule.ts";

export const director: TestViewer = { organizationId, roles: [Role.ADMIN] };

export const rulesDocument = `mutation ($input: SetVisitTypeRulesInput!) { setVisitTypeRules(input: $input) {
  visitTypeRules { visitType durationMinutes bufferBeforeMinutes bufferAfterMinutes minimumNoticeMinutes horizonDays
    maximumPerDay version }
  userErrors { code field message } } }`;

export interface RulesAnswer {
  readonly visitTypeRules: (VisitRule & { readonly visitType: VisitType; readonly version: number }) | null;
  readonly userErrors: readonly { readonly code: string; readonly field: string[] }[];
}

/** Decides on a kind of visit: what is usual, but for `rules`. */
export async function decide(
  appointments: Pick<TestSubgraph, "query">,
  visitType: VisitType,
  rules: Partial<VisitRule> & { readonly expectedVersion?: number; readonly idempotencyKey?: string } = {},
  viewer = director,
): Promise<RulesAnswer> {
  const input = { visitType, ...standardRules[visitType], ...rules };
  const { data, errors } = await appointments.query(viewer, rulesDocument, { input });
  if (errors) throw new Error(JSON.stringify(errors));
  return data.setVisitTypeRules;
}

/** Takes every decision back to what is usual. */
export async function decideAsUsual(appointments: Pick<TestSubgraph, "query">): Promise<void> {
  for (const visitType of Object.values(VisitType)) await decide(appointments, visitType);
}
