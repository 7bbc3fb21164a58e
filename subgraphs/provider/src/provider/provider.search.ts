import {
  BadUserInputError,
  boundOrganization,
  closeTo,
  knownUuid,
  namedBy,
  namedClosely,
  namedLike,
  type RequestContext,
  searchedWords,
  startsWith,
} from "@careconnect/kit";
import { type EntityManager, raw } from "@mikro-orm/postgresql";
import { ProviderRow } from "./provider.entity.ts";
import { ProviderStatus } from "./provider.status.ts";
import type { ProviderFilter } from "./provider.type.ts";

/** What `filter` leaves of the providers of the viewer's organization. */
export async function within({ em }: Pick<RequestContext, "em">, filter: ProviderFilter): Promise<object> {
  const narrowed = filterConditions(boundOrganization(em), filter);
  return { $and: [...narrowed, await searched(em.fork(), filter.search ?? "", narrowed)] };
}

/**
 * Whom `search` finds among the providers that `narrowed` leaves: those whom it names or who practise what it names, when
 * there are none those whose name, or what they practise, is closely like it, and when there are none those of whom it is
 * like it.
 */
async function searched(em: EntityManager, search: string, narrowed: readonly object[]): Promise<object> {
  const words = searchedWords(search);
  if (words.length === 0) return {};
  const organizationId = boundOrganization(em);
  const finds = async (condition: object) =>
    (await em.findOne(ProviderRow, { $and: [...narrowed, condition] } as never, { fields: ["id"] })) !== null;
  const exactly = foundBy(organizationId, words);
  if (await finds(exactly)) return exactly;
  const closely = foundClosely(organizationId, words);
  return (await finds(closely)) ? closely : foundLike(organizationId, words);
}

/** Each word starts a word of the name, or one in the name of a specialty that they practise. */
export function foundBy(organizationId: string, words: readonly string[]): object {
  return {
    $and: words.map((word) => ({
      $or: [namedBy([word]), practisesNamed(organizationId, "name_words like ?", [`% ${startsWith(word)}`])],
    })),
  };
}

/** How much of each word's trigrams the name of a specialty shares that is like a search. */
const wordLikeness = 0.2;

/** Their name is like `words`, or that of a specialty that they practise. */
export function foundLike(organizationId: string, words: readonly string[]): object {
  const isLike = ["? <% name_words", ...words.map(() => `word_similarity(?, name_words) >= ${wordLikeness}`)];
  const practises = practisesNamed(organizationId, isLike.join(" and "), [words.join(" "), ...words]);
  return { $or: [namedLike(words), practises] };
}

/** Their name is what `words` say but for a slip in each, or that of a specialty that they practise is. */
export function foundClosely(organizationId: string, words: readonly string[]): object {
  const isClose = words.map(() => "name_words ~ ?").join(" and ");
  return { $or: [namedClosely(words), practisesNamed(organizationId, isClose, words.map(closeTo))] };
}

/** Looked up once and compared as an array, which an index serves beside another way. */
function practisesNamed(organizationId: string, isNamed: string, parameters: readonly string[]): object {
  const practising = raw(
    `any(array(select provider_id from provider_specialty where specialty_id = any(array(
       select id from specialty where organization_id = ? and ${isNamed}))))`,
    [organizationId, ...parameters],
  );
  return { id: { $eq: practising } };
}

export function filterConditions(organizationId: string, filter: ProviderFilter): object[] {
  return [
    filter.specialty == null ? {} : practises(organizationId, filter.specialty),
    filter.location == null ? {} : worksAt(organizationId, filter.location),
    filter.language == null ? {} : { languageRanges: { $contains: [filter.language.toLowerCase()] } },
    filter.status == null ? {} : { status: filter.status },
    filter.bookable == null ? {} : canBeBooked(organizationId, filter.bookable),
    filter.credentialsExpireBefore == null ? {} : expiresBefore(organizationId, filter.credentialsExpireBefore),
    filter.minimumRating == null ? {} : { rating: { $gte: score(filter.minimumRating) } },
    filter.externalId == null ? {} : { externalId: filter.externalId },
  ];
}

function score(value: number): number {
  if (value >= 1 && value <= 5) return value;
  throw new BadUserInputError("Ratings are from 1 to 5.", ["filter", "minimumRating"]);
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
