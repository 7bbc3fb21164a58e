import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import type { LocationRow } from "../location/location.entity.ts";
import { locationById } from "../location/location.loader.ts";
import type { ProviderRow } from "../provider/provider.entity.ts";
import { providerById } from "../provider/provider.loader.ts";
import type { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { specialtyByCode } from "../specialty/specialty.loader.ts";
import { ProviderApplicationRow } from "./application.entity.ts";
import { applicationById, changesByApplication } from "./application.loader.ts";
import { readApplications } from "./application.policy.ts";
import type { ProviderApplicationFilter } from "./application.type.ts";
import type { ProviderApplicationChangeRow } from "./application-change.entity.ts";

/** One application; null when there is none. */
export async function readApplication(context: RequestContext, id: string): Promise<ProviderApplicationRow | null> {
  assertMay(context, readApplications);
  return applicationById(context).load(knownUuid(id));
}

/** One application, as it is now: what the request has read of it before is forgotten. */
export async function rereadApplication(context: RequestContext, id: string): Promise<ProviderApplicationRow | null> {
  assertMay(context, readApplications);
  for (const loader of [applicationById, changesByApplication]) loader(context).clear(id);
  return applicationById(context).load(id);
}

/** The organization's applications, the latest first. */
export function listApplications(
  context: RequestContext,
  page: PageArgs,
  filter: ProviderApplicationFilter | null | undefined,
): Connection<ProviderApplicationRow> {
  assertMay(context, readApplications);
  return connectionOf(context, ProviderApplicationRow, {
    name: "providerApplications",
    where: filter?.status == null ? {} : { status: { $in: filter.status } },
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
  });
}

/** How an application came to where it stands, the latest step first. */
export async function listChanges(
  context: RequestContext,
  applicationId: string,
): Promise<ProviderApplicationChangeRow[]> {
  assertMay(context, readApplications);
  return (await changesByApplication(context).load(applicationId)) ?? [];
}

/** What an applicant practises, in the order in which it was given; what the catalogue has no more is left out. */
export async function listSpecialtiesWanted(
  context: RequestContext,
  { specialties }: ProviderApplicationRow,
): Promise<SpecialtyRow[]> {
  assertMay(context, readApplications);
  return (await Promise.all(specialties.map((code) => specialtyByCode(context).load(code)))).filter(isThere);
}

/** Where an applicant wants to see patients, in the order in which it was given. */
export async function listLocationsWanted(
  context: RequestContext,
  { locationIds }: ProviderApplicationRow,
): Promise<LocationRow[]> {
  assertMay(context, readApplications);
  return (await Promise.all(locationIds.map((id) => locationById(context).load(id)))).filter(isThere);
}

/** Whom the approval made of the applicant. */
export async function readProviderMade(
  context: RequestContext,
  { providerId }: ProviderApplicationRow,
): Promise<ProviderRow | null> {
  assertMay(context, readApplications);
  return providerId == null ? null : providerById(context).load(String(providerId));
}

function isThere<Row>(row: Row | null): row is Row {
  return row !== null;
}
