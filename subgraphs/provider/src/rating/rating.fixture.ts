import { randomUUID } from "node:crypto";
import { boundEntityManager, Role } from "@careconnect/kit";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";
import { RateableVisit } from "./rateable-visit.entity.ts";

export const organizationId = "0199a000-0000-7000-8000-000000000001";
export const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
export const staff: TestViewer = { organizationId, roles: [Role.STAFF] };

/** Whoever is the patient of this id. */
export function patientOf(patientId: string, more: Partial<TestViewer> = {}): TestViewer {
  return { organizationId, roles: [Role.PATIENT], userId: patientId, patientId, ...more };
}

/** A visit of which is known here that it took place, just now unless told. */
export async function visited(
  subgraph: Pick<TestSubgraph, "orm">,
  visit: { readonly providerId: string; readonly patientId?: string; readonly daysAgo?: number },
): Promise<{ readonly appointmentId: string; readonly patientId: string; readonly patient: TestViewer }> {
  const { providerId, patientId = randomUUID(), daysAgo = 0 } = visit;
  const appointmentId = randomUUID();
  await boundEntityManager(subgraph.orm, organizationId).insert(RateableVisit, {
    ...{ organizationId, appointmentId, patientId, providerId, aggregateVersion: 5 },
    fulfilledAt: new Date(Date.now() - daysAgo * 86_400_000),
  });
  return { appointmentId, patientId, patient: patientOf(patientId) };
}

/** Registers a provider and answers their id. */
export async function registered(subgraph: Pick<TestSubgraph, "query">, familyName = "Duval"): Promise<string> {
  const input = { givenName: "Renée", familyName, specialties: [], timeZone: "Europe/Paris" };
  const { data } = await subgraph.query(
    staff,
    "mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { provider { id } } }",
    { input },
  );
  return data.registerProvider.provider.id;
}

const fields = `rating {
  id version score feedback anonymous status rejectionReason ratedAt editableUntil
  provider { id } patient { id } appointment { id } history(first: 10) { totalCount nodes { status score feedback rejectionReason decisionReason } }
} userErrors { code field message }`;

export type RatingCommand = "rateProvider" | "updateRating" | "withdrawRating" | "moderateRating";

/** Gives a command of ratings that must be answered in its payload, whatever that says. */
export async function give(
  subgraph: Pick<TestSubgraph, "query">,
  viewer: TestViewer,
  command: RatingCommand,
  input: object,
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query
): Promise<any> {
  const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
  const { data, errors } = await subgraph.query(
    viewer,
    `mutation ($input: ${type}!) { ${command}(input: $input) { ${fields} } }`,
    { input },
  );
  if (errors) throw new Error(`${command} was answered with ${JSON.stringify(errors)}`);
  return data[command];
}
