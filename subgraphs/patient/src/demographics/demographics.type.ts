import { Field, ObjectType, registerEnumType } from "type-graphql";

/** What an address is for. */
export enum AddressUse {
  HOME = "HOME",
  WORK = "WORK",
  BILLING = "BILLING",
  TEMPORARY = "TEMPORARY",
  OLD = "OLD",
}

registerEnumType(AddressUse, {
  name: "AddressUse",
  description: "What an address is for (FHIR AddressUse).",
  valuesConfig: {
    HOME: { description: "Where the patient lives." },
    WORK: { description: "Where the patient works." },
    BILLING: { description: "Where invoices go." },
    TEMPORARY: { description: "Where the patient is for a while." },
    OLD: { description: "No longer in use." },
  },
});

@ObjectType({ description: "One of a patient's postal addresses (FHIR Address)." })
export class PatientAddress {
  @Field(() => AddressUse, { description: "What it is for." })
  use!: AddressUse;

  @Field(() => [String], { description: "Street, number, unit and the like, line by line; 4 at most." })
  lines!: string[];

  @Field(() => String, { nullable: true, description: "District or county." })
  district?: string | null | undefined;

  @Field(() => String, { nullable: true, description: "City or town." })
  city?: string | null | undefined;

  @Field(() => String, { nullable: true, description: "State, province or region." })
  state?: string | null | undefined;

  @Field(() => String, { nullable: true, description: "Postal or ZIP code." })
  postalCode?: string | null | undefined;

  @Field(() => String, { nullable: true, description: "Country, by its ISO 3166-1 alpha-2 code." })
  country?: string | null | undefined;
}

/** By what somebody is reached. */
export enum ContactSystem {
  PHONE = "PHONE",
  SMS = "SMS",
  FAX = "FAX",
  EMAIL = "EMAIL",
}

registerEnumType(ContactSystem, {
  name: "ContactSystem",
  description: "By what somebody is reached (FHIR ContactPointSystem).",
  valuesConfig: {
    PHONE: { description: "A telephone number." },
    SMS: { description: "A number that text messages go to." },
    FAX: { description: "A fax number." },
    EMAIL: { description: "An e-mail address." },
  },
});

/** Where or when somebody is reached by it. */
export enum ContactUse {
  HOME = "HOME",
  WORK = "WORK",
  MOBILE = "MOBILE",
  TEMPORARY = "TEMPORARY",
  OLD = "OLD",
}

registerEnumType(ContactUse, {
  name: "ContactUse",
  description: "Where or when somebody is reached by it (FHIR ContactPointUse).",
  valuesConfig: {
    HOME: { description: "At home." },
    WORK: { description: "At work." },
    MOBILE: { description: "Wherever they are." },
    TEMPORARY: { description: "For a while." },
    OLD: { description: "No longer." },
  },
});

@ObjectType({ description: "A way to reach a patient beside their `email` and `phone` (FHIR ContactPoint)." })
export class ContactPoint {
  @Field(() => ContactSystem, { description: "By what." })
  system!: ContactSystem;

  @Field(() => ContactUse, { nullable: true, description: "Where or when, if known." })
  use?: ContactUse | null | undefined;

  @Field(() => String, { description: "The number, in E.164 form, or the address." })
  value!: string;
}

@ObjectType({ description: "Whom to call when something happens to a patient." })
export class EmergencyContact {
  @Field(() => String, { description: "Their name." })
  name!: string;

  @Field(() => String, { nullable: true, description: "What they are to the patient, in the words that were given." })
  relationship?: string | null | undefined;

  @Field(() => String, { description: "Their telephone number, in E.164 form." })
  phone!: string;
}

/** How a patient likes to be written to. */
export enum PreferredChannel {
  EMAIL = "EMAIL",
  SMS = "SMS",
  PUSH = "PUSH",
  IN_APP = "IN_APP",
  PHONE = "PHONE",
}

registerEnumType(PreferredChannel, {
  name: "PreferredChannel",
  description: "How a patient likes to be told of something.",
  valuesConfig: {
    EMAIL: { description: "By e-mail." },
    SMS: { description: "By text message." },
    PUSH: { description: "By a notification of their device." },
    IN_APP: { description: "By a notification within the app." },
    PHONE: { description: "By a person who calls." },
  },
});

@ObjectType({ description: "How the clinic deals with a patient, as the patient likes it." })
export class PatientSettings {
  @Field(() => PreferredChannel, {
    nullable: true,
    description: "How they like to be told of something, if they said.",
  })
  preferredChannel?: PreferredChannel | null | undefined;

  @Field(() => Boolean, { description: "Whether somebody has to interpret for them." })
  needsInterpreter!: boolean;
}
