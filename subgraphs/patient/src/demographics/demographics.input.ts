import { Field, InputType } from "type-graphql";
import { AddressUse, ContactSystem, ContactUse, PreferredChannel } from "./demographics.type.ts";

@InputType({ description: "One of a patient's postal addresses." })
export class PatientAddressInput {
  @Field(() => AddressUse, { description: "What it is for." })
  use!: AddressUse;

  @Field(() => [String], {
    nullable: true,
    description: "Street, number, unit and the like: up to 4 lines of 200 characters.",
  })
  lines?: string[] | null;

  @Field(() => String, { nullable: true, description: "District or county, up to 200 characters." })
  district?: string | null;

  @Field(() => String, { nullable: true, description: "City or town, up to 200 characters." })
  city?: string | null;

  @Field(() => String, { nullable: true, description: "State, province or region, up to 200 characters." })
  state?: string | null;

  @Field(() => String, { nullable: true, description: "Postal or ZIP code, up to 20 characters." })
  postalCode?: string | null;

  @Field(() => String, { nullable: true, description: "Country, by its ISO 3166-1 alpha-2 code, e.g. `US`." })
  country?: string | null;
}

@InputType({ description: "A way to reach a patient beside their `email` and `phone`." })
export class ContactPointInput {
  @Field(() => ContactSystem, { description: "By what." })
  system!: ContactSystem;

  @Field(() => ContactUse, { nullable: true, description: "Where or when." })
  use?: ContactUse | null;

  @Field(() => String, { description: "The number, in E.164 form, or the e-mail address, up to 254 characters." })
  value!: string;
}

@InputType({ description: "Whom to call when something happens to a patient." })
export class EmergencyContactInput {
  @Field(() => String, { description: "Their name, 1 to 200 characters of any script." })
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: "What they are to the patient, up to 100 characters, e.g. `mother`.",
  })
  relationship?: string | null;

  @Field(() => String, { description: "Their telephone number, in E.164 form." })
  phone!: string;
}

@InputType({ description: "Settings of a patient: what is absent stays, null removes." })
export class PatientSettingsInput {
  @Field(() => PreferredChannel, {
    nullable: true,
    description: "How they like to be told of something; null removes it.",
  })
  preferredChannel?: PreferredChannel | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Whether somebody has to interpret for them; null: nobody has to.",
  })
  needsInterpreter?: boolean | null;
}
