import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";
import { give, organizationId, visit } from "../merge/merge.fixture.ts";

export interface Doctor extends TestViewer {
  readonly providerId: string;
}

/** A provider who has no patients yet. */
export function doctor(): Doctor {
  return { organizationId, roles: [Role.PROVIDER], userId: randomUUID(), providerId: randomUUID() };
}

/** A visit of today with the provider, by which the patient is in their care. */
export function careFor(patients: Pick<TestSubgraph, "orm">, { providerId }: Doctor, patientId: string) {
  return visit(patients, patientId, { providerId, startsAt: new Date(), status: "FULFILLED" });
}

/** A day, so many days from now. */
export const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export const amoxicillin = {
  ...{ system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: "308191", display: "Amoxicillin 500 mg capsule" },
  ...{ dosage: "One capsule three times a day for ten days", quantity: 30, quantityUnit: "capsules" },
};

export const prescribe = (
  patients: Pick<TestSubgraph, "query">,
  viewer: TestViewer,
  input: object,
  selection = "id version status",
) =>
  give(patients, viewer, "prescribeMedication", `medicationRequest { ${selection} }`, {
    ...amoxicillin,
    validFrom: dayIn(1),
    ...input,
  });
