import { boundOrganization, currentRecordOf, VisitType } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { PlaceHours, Span, WorkingHours } from "../slots/opening.hours.ts";
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

/** The record that stands for a patient now, whichever of their records is named. */
export function findPatient(em: EntityManager, patientId: string): Promise<PatientReference | null> {
  return em.findOne(PatientReference, { patientId: currentRecordOf(boundOrganization(em), patientId) });
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
  const [provider] = await withHours(em, await em.find(ProviderReference, { providerId }), [visitType], fromNow());
  return provider;
}

/**
 * The active providers with this id, or of this specialty (its code); those for whom both hold when both are given. With
 * what has to be known of them for visits of these kinds within the window; from now on, unless told.
 */
export async function findActiveProviders(
  em: EntityManager,
  search: { readonly providerId?: string | undefined; readonly specialty?: string | undefined },
  visitTypes: readonly VisitType[],
  window: Span = fromNow(),
): Promise<BookableProvider[]> {
  const references = await em.find(ProviderReference, {
    status: activeStatus,
    ...(search.providerId !== undefined && { providerId: search.providerId }),
    ...(search.specialty !== undefined && { specialties: { $contains: [search.specialty] } }),
  });
  return withHours(em, references, visitTypes, window);
}

const activeStatus = "ACTIVE";

async function withHours(
  em: EntityManager,
  references: readonly ProviderReference[],
  visitTypes: readonly VisitType[],
  window: Span,
): Promise<BookableProvider[]> {
  const providerIds = references.map(({ providerId }) => providerId);
  if (providerIds.length === 0) return [];
  const templates = Map.groupBy(await templatesWithin(em, providerIds, window), ({ providerId }) => providerId);
  // Only who comes in person needs a place that is open.
  const places = visitTypes.includes(VisitType.IN_PERSON) ? await findPlaces(em, providerIds) : undefined;
  return references.map(({ providerId, status, timeZone, specialties, exceptions, licensed }) => ({
    providerId,
    active: status === activeStatus,
    specialties,
    timeZone,
    templates: templates.get(providerId) ?? [],
    exceptions,
    licensed: licensed ?? null,
    places: places?.get(providerId) ?? [],
  }));
}

function fromNow(): Span {
  return { start: Date.now(), end: Number.POSITIVE_INFINITY };
}

/** Days are the provider's, and hours begin on the one before: none is further from the day in UTC. */
const margin = 2 * 24 * 60 * 60_000;

/** The templates that are in force on a day of the window: what another one has taken the place of before is left out. */
async function templatesWithin(
  em: EntityManager,
  providerIds: readonly string[],
  { start, end }: Span,
): Promise<ProviderTemplate[]> {
  const [first, last] = [dayAt(start - margin), end === Number.POSITIVE_INFINITY ? undefined : dayAt(end + margin)];
  const query = em
    .createQueryBuilder(ProviderTemplate, "t")
    .select("*")
    .where({ providerId: { $in: [...providerIds] }, ...(last !== undefined && { effectiveFrom: { $lte: last } }) })
    .andWhere(
      `not exists (
         select from provider_template later
         where later.organization_id = t.organization_id and later.provider_id = t.provider_id
           and later.effective_from > t.effective_from and later.effective_from <= ?)`,
      [first],
    );
  await query.applyFilters();
  return query.getResultList();
}

function dayAt(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
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
