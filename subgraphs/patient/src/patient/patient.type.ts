import { AdministrativeGender, connectionType, LocalDate, payloadType } from "@careconnect/kit";
import { Directive, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A person who receives care from the organization." })
export class Patient {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId!: string | null;

  @Field(() => String, { description: "Medical record number, unique within the organization." })
  mrn!: string;

  @Field(() => String, { description: "Given name." })
  givenName!: string;

  @Field(() => String, { description: "Family name." })
  familyName!: string;

  @Field(() => LocalDate, { nullable: true, description: "Day of birth." })
  birthDate!: string;

  @Field(() => LocalDate, { nullable: true, description: "Day of death, if known." })
  deceasedDate!: string | null;

  @Field(() => AdministrativeGender, { nullable: true, description: "Gender for administrative purposes." })
  gender!: AdministrativeGender | null;

  @Field(() => String, { nullable: true, description: "E-mail address." })
  email!: string | null;

  @Field(() => String, { nullable: true, description: "Telephone number." })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: "Preferred language, by its BCP 47 tag, e.g. `es-MX`." })
  language!: string | null;

  @Field(() => String, { nullable: true, description: "Time zone, by its IANA name, e.g. `America/New_York`." })
  timeZone!: string | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const PatientConnection = connectionType("Patient", () => Patient, "patients");

export const RegisterPatientPayload = payloadType("RegisterPatient", "patient", () => Patient);
export const UpdatePatientPayload = payloadType("UpdatePatient", "patient", () => Patient);
export const ArchivePatientPayload = payloadType("ArchivePatient", "patient", () => Patient);
export const UnarchivePatientPayload = payloadType("UnarchivePatient", "patient", () => Patient);

@InputType({ description: "Narrows a list of patients; all that is given must hold." })
export class PatientFilter {
  @Field(() => String, {
    nullable: true,
    description:
      "Words that start words of the name in any order (accents and case ignored; of fewer than three letters, or of others than Latin ones, the given or family name), the start of the MRN, or the whole e-mail address, phone number or, for who may see all coverages, member number. When it finds nobody, those of whom each word is a slip away, as when letters are swapped, and else those with a name like it. 100 characters at most.",
  })
  search?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "Born on this day." })
  birthDate?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only archived patients, or only those that are not. Both by default.",
  })
  archived?: boolean | null;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId?: string | null;
}

/** How a list of patients is sorted. */
export enum PatientOrder {
  NAME_ASC = "NAME_ASC",
  NAME_DESC = "NAME_DESC",
  MRN_ASC = "MRN_ASC",
  MRN_DESC = "MRN_DESC",
  BIRTH_DATE_ASC = "BIRTH_DATE_ASC",
  BIRTH_DATE_DESC = "BIRTH_DATE_DESC",
}

registerEnumType(PatientOrder, {
  name: "PatientOrder",
  description: "How a list of patients is sorted.",
  valuesConfig: {
    NAME_ASC: { description: "By family name, then given name, A first. The default." },
    NAME_DESC: { description: "By family name, then given name, Z first." },
    MRN_ASC: { description: "By medical record number, lowest first." },
    MRN_DESC: { description: "By medical record number, highest first." },
    BIRTH_DATE_ASC: { description: "By day of birth, oldest patients first." },
    BIRTH_DATE_DESC: { description: "By day of birth, youngest patients first." },
  },
});
