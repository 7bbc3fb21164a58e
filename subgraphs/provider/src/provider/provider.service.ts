import {
  assertMay,
  type Connection,
  connectionOf,
  knownUuid,
  namedBy,
  type OrderBy,
  type PageArgs,
  type RequestContext,
  searchedWords,
} from "@careconnect/kit";
import { raw } from "@mikro-orm/postgresql";
import { searchByCredentials } from "../credential/credential.policy.ts";
import type { LocationRow } from "../location/location.entity.ts";
import type { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { ProviderRow } from "./provider.entity.ts";
import { locationsByProvider, providerById, specialtiesByProvider } from "./provider.loader.ts";
import { readProviders } from "./provider.policy.ts";
import { ProviderStatus } from "./provider.status.ts";
import { type ProviderFilter, ProviderOrder } from "./provider.type.ts";

/** One provider; null when there is none. */
export async function readProvider(context: RequestContext, id: string): Promise<ProviderRow | null> {
  assertMay(context, readProviders);
  return providerById(context).load(knownUuid(id));
}

/** What one provider practises, by name. */
export async function listSpecialtiesOf(context: RequestContext, providerId: string): Promise<SpecialtyRow[]> {
  assertMay(context, readProviders);
  return (await specialtiesByProvider(context).load(providerId)) ?? [];
}

/** Where one provider sees patients, by name. */
export async function listLocationsOf(context: RequestContext, providerId: string): Promise<LocationRow[]> {
  assertMay(context, readProviders);
  return (await locationsByProvider(context).load(providerId)) ?? [];
}

/** The organization's providers, narrowed by `filter`. */
export function listProviders(
  context: RequestContext,
  page: PageArgs,
  filter: ProviderFilter | null | undefined,
  orderBy: ProviderOrder | null | undefined,
): Connection<ProviderRow> {
  assertMay(context, readProviders);
  if (filter?.credentialsExpireBefore != null) assertMay(context, searchByCredentials);
  return connectionOf(context, ProviderRow, {
    name: "providers",
    where: { $and: filterConditions(context.viewer.organizationId, filter ?? {}) },
    orderBy: orders[orderBy ?? ProviderOrder.NAME_ASC],
    page,
  });
}

const orders: Readonly<Record<ProviderOrder, OrderBy<ProviderRow>>> = {
  NAME_ASC: [
    ["familyName", "asc"],
    ["givenName", "asc"],
    ["id", "asc"],
  ],
  NAME_DESC: [
    ["familyName", "desc"],
    ["givenName", "desc"],
    ["id", "desc"],
  ],
};

export function filterConditions(organizationId: string, filter: ProviderFilter): object[] {
  return [
    filter.specialty == null ? {} : practises(organizationId, filter.specialty),
    filter.location == null ? {} : worksAt(organizationId, filter.location),
    filter.language == null ? {} : speaks(organizationId, filter.language),
    filter.status == null ? {} : { status: filter.status },
    filter.bookable == null ? {} : canBeBooked(organizationId, filter.bookable),
    filter.credentialsExpireBefore == null ? {} : expiresBefore(organizationId, filter.credentialsExpireBefore),
    filter.externalId == null ? {} : { externalId: filter.externalId },
    filter.search == null ? {} : namedBy(searchedWords(filter.search)),
  ];
}

function practises(organizationId: string, code: string): object {
  return {
    id: {
      $in: raw(
        `(select link.provider_id from provider_specialty link join specialty on specialty.id = link.specialty_id
          where specialty.organization_id = ? and specialty.code = ?)`,
        [organizationId, code],
      ),
    },
  };
}

function worksAt(organizationId: string, locationId: string): object {
  return {
    id: {
      $in: raw("(select provider_id from provider_location where organization_id = ? and location_id = ?)", [
        organizationId,
        knownUuid(locationId),
      ]),
    },
  };
}

/** A range of languages finds what is within it (RFC 4647, basic filtering). */
function speaks(organizationId: string, range: string): object {
  return {
    id: {
      $in: raw(
        `(select id from provider, unnest(languages) as tag
          where organization_id = ? and (lower(tag) = lower(?) or starts_with(lower(tag), lower(?) || '-')))`,
        [organizationId, range, range],
      ),
    },
  };
}

/**
 * Hours count that are of the template in force, by the provider's own calendar, or of one that is to come; and extra
 * hours that are not over. Of whoever has licences, one has to last until today at least.
 */
function canBeBooked(organizationId: string, bookable: boolean): object {
  const withHours = raw(
    `(select template.provider_id from availability template
        join weekly_hours on weekly_hours.availability_id = template.id
        join provider on provider.id = template.provider_id
      where template.organization_id = ? and not exists (
        select from availability later
        where later.provider_id = template.provider_id and later.effective_from > template.effective_from
          and later.effective_from <= (now() at time zone provider.time_zone)::date)
      union all
      select extra.provider_id from availability_exception extra join provider on provider.id = extra.provider_id
      where extra.organization_id = ? and extra.kind = 'EXTRA_HOURS'
        and extra.to_day >= (now() at time zone provider.time_zone)::date)`,
    [organizationId, organizationId],
  );
  const withoutLicence = raw(
    `(select licence.provider_id from provider_credential licence join provider on provider.id = licence.provider_id
      where licence.organization_id = ? and licence.kind = 'MEDICAL_LICENSE' and licence.status <> 'ENTERED_IN_ERROR'
      group by licence.provider_id
      having not bool_or(licence.status = 'RECORDED' and (licence.expires_on is null
        or licence.expires_on >= (now() at time zone provider.time_zone)::date)))`,
    [organizationId],
  );
  return bookable
    ? { $and: [{ status: ProviderStatus.ACTIVE }, { id: { $in: withHours } }, { id: { $nin: withoutLicence } }] }
    : {
        $or: [{ status: { $ne: ProviderStatus.ACTIVE } }, { id: { $nin: withHours } }, { id: { $in: withoutLicence } }],
      };
}

function expiresBefore(organizationId: string, day: string): object {
  return {
    id: {
      $in: raw(
        "(select provider_id from provider_credential where organization_id = ? and status = 'RECORDED' and expires_on < ?)",
        [organizationId, day],
      ),
    },
  };
}
