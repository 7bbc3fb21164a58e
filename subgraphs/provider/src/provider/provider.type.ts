import { AdministrativeGender, connectionType, LocalDate, payloadType } from "@careconnect/kit";
import { Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { ProviderStatus } from "./provider.status.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A clinician who sees patients of the organization." })
export class Provider {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId!: string | null;

  @Field(() => String, { description: "Given name." })
  givenName!: string;

  @Field(() => String, { description: "Family name." })
  familyName!: string;

  @Field(() => AdministrativeGender, { nullable: true, description: "Gender for administrative purposes." })
  gender!: AdministrativeGender | null;

  @Field(() => String, { description: "Time zone, by its IANA name, e.g. `America/New_York`." })
  timeZone!: string;

  @Field(() => [String], {
    description: "What the provider speaks with patients, by BCP 47 tags, e.g. `es-MX`; 20 at most.",
  })
  languages!: string[];

  @Field(() => ProviderStatus, { description: "Whether visits with the provider can be booked." })
  status!: ProviderStatus;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const ProviderConnection = connectionType("Provider", () => Provider, "providers");

export const RegisterProviderPayload = payloadType("RegisterProvider", "provider", () => Provider);
export const UpdateProviderPayload = payloadType("UpdateProvider", "provider", () => Provider);

@InputType({ description: "Narrows a list of providers; all that is given must hold." })
export class ProviderFilter {
  @Field(() => String, {
    nullable: true,
    description:
      "Words, in any order, each of which starts a word of the name or of what they practise (accents and case ignored; of fewer than three letters, or of others than Latin ones, the given or family name); where nobody is found, those of whom each word is a slip away, and else those with a name like it. 100 characters at most.",
  })
  search?: string | null;

  @Field(() => String, { nullable: true, description: "Practises the specialty of this code." })
  specialty?: string | null;

  @Field(() => ID, { nullable: true, description: "Sees patients at the location of this id." })
  location?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Speaks this language, by its BCP 47 tag: `es` finds `es-MX` too, and `es-MX` is that alone.",
  })
  language?: string | null;

  @Field(() => ProviderStatus, { nullable: true, description: "Has this status." })
  status?: ProviderStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      "Whether visits can be booked: the provider is active, has hours now or from a later day on, and a licence for such a day, if any was ever recorded.",
  })
  bookable?: boolean | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "Has a credential that counts and whose last day is before this one, expired ones included: for administrators and the front desk (FORBIDDEN otherwise).",
  })
  credentialsExpireBefore?: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "Has an `averageRating` of this at least, from 1 to 5: nobody who has none.",
  })
  minimumRating?: number | null;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId?: string | null;
}

/** How a list of providers is sorted. */
export enum ProviderOrder {
  NAME_ASC = "NAME_ASC",
  NAME_DESC = "NAME_DESC",
  RATING_DESC = "RATING_DESC",
}

registerEnumType(ProviderOrder, {
  name: "ProviderOrder",
  description: "How a list of providers is sorted.",
  valuesConfig: {
    NAME_ASC: { description: "By family name, then given name, A first. The default." },
    NAME_DESC: { description: "By family name, then given name, Z first." },
    RATING_DESC: { description: "By `averageRating`, the best first; those who have none come last." },
  },
});
