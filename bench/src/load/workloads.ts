import { randomUUID } from "node:crypto";
import { importedId } from "@careconnect/kit";
import type { BenchArguments } from "../bench.arguments.ts";
import { type FreeVisit, freeVisits, type GeneratedClinic, specialtyCodes } from "../clinic/clinic.rows.ts";
import { type OperationName, operations } from "./operations.ts";

/** One kind of request, asked again and again with variables that change. */
export interface Workload {
  readonly title: string;
  readonly operation: OperationName;
  nextBody(): string | undefined;
}

/** The demo's organization, into which the clinic is imported. */
const organizationId = "0199a000-0000-7000-8000-000000000001";
const dayMs = 86_400_000;
const pageSize = 20;

/** Visits to be booked, each once. */
export interface VisitSupply {
  next(): BookedVisit | undefined;
}

/** The input of a booking. */
export interface BookedVisit {
  readonly patientId: string;
  readonly providerId: string;
  readonly startsAt: string;
  readonly visitType: "IN_PERSON";
  /** Like no other, so that news of this booking can be told from others. */
  readonly reason: string;
  readonly idempotencyKey: string;
}

export function createVisitSupply(patients: number, now: Date): VisitSupply {
  const visits = freeVisits(patients, now);
  return {
    next() {
      const { value, done } = visits.next();
      return done ? undefined : bookingOf(value);
    },
  };
}

function bookingOf({ patientExternalId, providerExternalId, startsAt }: FreeVisit): BookedVisit {
  const key = randomUUID();
  return {
    patientId: importedId(organizationId, "patient", patientExternalId),
    providerId: importedId(organizationId, "provider", providerExternalId),
    startsAt,
    visitType: "IN_PERSON",
    reason: `Check-up ${key}`,
    idempotencyKey: key,
  };
}

export function createWorkloads(clinic: GeneratedClinic, supply: VisitSupply, now: Date): Workload[] {
  const bodyOf = (operation: OperationName, variables: object) =>
    JSON.stringify({ query: operations[operation], variables });
  const window = {
    visitType: "IN_PERSON",
    from: now.toISOString(),
    to: new Date(now.getTime() + 14 * dayMs).toISOString(),
    first: 50,
  };
  let turn = 0;
  const inTurn = <T>(list: readonly T[]) => {
    turn += 1;
    return list[turn % list.length] as T;
  };
  return [
    {
      title: "dashboard",
      operation: "dashboard",
      nextBody: () => bodyOf("dashboard", { first: pageSize, now: now.toISOString() }),
    },
    {
      title: "search by name",
      operation: "search",
      nextBody() {
        const { givenName, familyName } = inTurn(clinic.patients);
        return bodyOf("search", { first: pageSize, search: `${familyName} ${givenName}` });
      },
    },
    {
      title: "search by a mistyped name",
      operation: "search",
      nextBody() {
        const { givenName, familyName } = inTurn(clinic.patients);
        return bodyOf("search", { first: pageSize, search: `${mistyped(familyName)} ${givenName}` });
      },
    },
    {
      title: "search by e-mail",
      operation: "search",
      nextBody: () => bodyOf("search", { first: pageSize, search: inTurn(clinic.patients).email }),
    },
    {
      title: "slots of a provider",
      operation: "slots",
      nextBody() {
        const { externalId } = inTurn(clinic.providers);
        return bodyOf("slots", {
          input: { ...window, providerId: importedId(organizationId, "provider", externalId) },
        });
      },
    },
    {
      title: "slots of a specialty",
      operation: "slots",
      nextBody: () => bodyOf("slots", { input: { ...window, specialty: inTurn(specialtyCodes) } }),
    },
    {
      title: "billing",
      operation: "billing",
      nextBody: () => bodyOf("billing", { first: pageSize }),
    },
    {
      title: "booking",
      operation: "booking",
      nextBody() {
        const input = supply.next();
        return input === undefined ? undefined : bodyOf("booking", { input });
      },
    },
  ];
}

/** With its third and fourth letters swapped: no name that was generated starts like that. */
function mistyped(name: string): string {
  return name.slice(0, 2) + name.charAt(3) + name.charAt(2) + name.slice(4);
}

export function isWanted({ operation }: Workload, only: BenchArguments["only"]): boolean {
  return only.some((name) => name === operation);
}
