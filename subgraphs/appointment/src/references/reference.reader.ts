import type { EntityManager } from "@mikro-orm/postgresql";
import type { WorkingHours } from "../slots/opening.hours.ts";
import { OrganizationReference } from "./organization-reference.entity.ts";
import { PatientReference } from "./patient-reference.entity.ts";
import { ProviderReference } from "./provider-reference.entity.ts";
import { ProviderTemplate } from "./provider-template.entity.ts";

/** A provider as booking knows one. */
export interface BookableProvider extends WorkingHours {
  readonly providerId: string;
  readonly active: boolean;
}

/** The currency that the organization counts in (ISO 4217); undefined while it is not known here. */
export async function findCurrency(em: EntityManager): Promise<string | undefined> {
  return (await em.findOne(OrganizationReference, {}))?.currency;
}

export function findPatient(em: EntityManager, patientId: string): Promise<PatientReference | null> {
  return em.findOne(PatientReference, { patientId });
}

export async function findProvider(em: EntityManager, providerId: string): Promise<BookableProvider | undefined> {
  const [provider] = await withTemplates(em, await em.find(ProviderReference, { providerId }));
  return provider;
}

/** The active providers with this id, or of this specialty (its code); those for whom both hold when both are given. */
export async function findActiveProviders(
  em: EntityManager,
  search: { readonly providerId?: string | undefined; readonly specialty?: string | undefined },
): Promise<BookableProvider[]> {
  const references = await em.find(ProviderReference, {
    status: activeStatus,
    ...(search.providerId !== undefined && { providerId: search.providerId }),
    ...(search.specialty !== undefined && { specialties: { $contains: [search.specialty] } }),
  });
  return withTemplates(em, references);
}

const activeStatus = "ACTIVE";

async function withTemplates(em: EntityManager, references: readonly ProviderReference[]): Promise<BookableProvider[]> {
  const providerIds = references.map(({ providerId }) => providerId);
  if (providerIds.length === 0) return [];
  const templates = Map.groupBy(
    await em.find(ProviderTemplate, { providerId: { $in: providerIds } }),
    ({ providerId }) => providerId,
  );
  return references.map(({ providerId, status, timeZone, exceptions }) => ({
    providerId,
    active: status === activeStatus,
    timeZone,
    templates: templates.get(providerId) ?? [],
    exceptions,
  }));
}
