import { VisitType } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { PlaceHours, WorkingHours } from "../slots/opening.hours.ts";
import { LocationReference } from "./location-reference.entity.ts";
import { OrganizationReference } from "./organization-reference.entity.ts";
import { PatientReference } from "./patient-reference.entity.ts";
import { ProviderPlaces } from "./provider-places.entity.ts";
import { ProviderReference } from "./provider-reference.entity.ts";
import { ProviderTemplate } from "./provider-template.entity.ts";

/** A provider as booking knows one. */
export interface BookableProvider extends WorkingHours {
  readonly providerId: string;
  readonly active: boolean;
  /** Codes. */
  readonly specialties: readonly string[];
}

/** The currency that the organization counts in (ISO 4217); undefined while it is not known here. */
export async function findCurrency(em: EntityManager): Promise<string | undefined> {
  return (await em.findOne(OrganizationReference, {}))?.currency;
}

export function findPatient(em: EntityManager, patientId: string): Promise<PatientReference | null> {
  return em.findOne(PatientReference, { patientId });
}

/** The zone on whose wall a provider's days are; undefined while they are not known here. */
export async function findTimeZone(em: EntityManager, providerId: string): Promise<string | undefined> {
  return (await em.findOne(ProviderReference, { providerId }))?.timeZone;
}

/** A provider, with what has to be known of them for a visit of this kind. */
export async function findProvider(
  em: EntityManager,
  providerId: string,
  visitType: VisitType,
): Promise<BookableProvider | undefined> {
  const [provider] = await withHours(em, await em.find(ProviderReference, { providerId }), [visitType]);
  return provider;
}

/**
 * The active providers with this id, or of this specialty (its code); those for whom both hold when both are given. With
 * what has to be known of them for visits of these kinds.
 */
export async function findActiveProviders(
  em: EntityManager,
  search: { readonly providerId?: string | undefined; readonly specialty?: string | undefined },
  visitTypes: readonly VisitType[],
): Promise<BookableProvider[]> {
  const references = await em.find(ProviderReference, {
    status: activeStatus,
    ...(search.providerId !== undefined && { providerId: search.providerId }),
    ...(search.specialty !== undefined && { specialties: { $contains: [search.specialty] } }),
  });
  return withHours(em, references, visitTypes);
}

/** Whether any provider has this specialty (its code), bookable or not. */
export async function isSpecialtyKnown(em: EntityManager, specialty: string): Promise<boolean> {
  return (await em.findOne(ProviderReference, { specialties: { $contains: [specialty] } })) !== null;
}

/** What is said of a specialty of which nobody can be booked. */
export const noSuchSpecialty = "No provider who can be booked has this specialty: choose another one.";

const activeStatus = "ACTIVE";

async function withHours(
  em: EntityManager,
  references: readonly ProviderReference[],
  visitTypes: readonly VisitType[],
): Promise<BookableProvider[]> {
  const providerIds = references.map(({ providerId }) => providerId);
  if (providerIds.length === 0) return [];
  const templates = Map.groupBy(
    await em.find(ProviderTemplate, { providerId: { $in: providerIds } }),
    ({ providerId }) => providerId,
  );
  // Only who comes in person needs a place that is open.
  const places = visitTypes.includes(VisitType.IN_PERSON) ? await findPlaces(em, providerIds) : undefined;
  return references.map(({ providerId, status, timeZone, specialties, exceptions }) => ({
    providerId,
    active: status === activeStatus,
    specialties,
    timeZone,
    templates: templates.get(providerId) ?? [],
    exceptions,
    places: places?.get(providerId) ?? [],
  }));
}

/** When the places of providers are open, as far as it is known of all that one has. */
export async function findPlaces(em: EntityManager, providerIds: string[]): Promise<Map<string, PlaceHours[]>> {
  const practices = await em.find(ProviderPlaces, { providerId: { $in: providerIds } });
  const locationIds = [...new Set(practices.flatMap(({ locationIds }) => locationIds))];
  if (locationIds.length === 0) return new Map();
  const locations = await em.find(LocationReference, { locationId: { $in: locationIds } });
  const hours = new Map(
    locations.flatMap(({ locationId, timeZone, openingHours: weekly }) =>
      weekly ? [[locationId, { timeZone, weekly }] as const] : [],
    ),
  );
  return new Map(
    practices
      .filter(({ locationIds }) => locationIds.every((id) => hours.has(id)))
      .map(({ providerId, locationIds }) => [providerId, locationIds.flatMap((id) => hours.get(id) ?? [])]),
  );
}
