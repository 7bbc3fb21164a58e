import { LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";

/** Whether an allergy is still there. */
export enum AllergyStatus {
  ACTIVE = "ACTIVE",
  RESOLVED = "RESOLVED",
}

registerEnumType(AllergyStatus, {
  name: "AllergyStatus",
  description: "Whether an allergy is still there (FHIR clinical status).",
  valuesConfig: {
    ACTIVE: { description: "The patient has it." },
    RESOLVED: { description: "It is over." },
  },
});

/** What kind of substance an allergy is against. */
export enum AllergyCategory {
  FOOD = "FOOD",
  MEDICATION = "MEDICATION",
  ENVIRONMENT = "ENVIRONMENT",
  BIOLOGIC = "BIOLOGIC",
}

registerEnumType(AllergyCategory, {
  name: "AllergyCategory",
  description: "What kind of substance an allergy is against (FHIR AllergyIntoleranceCategory).",
  valuesConfig: {
    FOOD: { description: "Something that is eaten or drunk." },
    MEDICATION: { description: "A medicine." },
    ENVIRONMENT: { description: "Something that one comes near to, such as pollen." },
    BIOLOGIC: { description: "A preparation of living cells, such as a vaccine." },
  },
});

/** How bad a reaction may become. */
export enum AllergyCriticality {
  LOW = "LOW",
  HIGH = "HIGH",
  UNABLE_TO_ASSESS = "UNABLE_TO_ASSESS",
}

registerEnumType(AllergyCriticality, {
  name: "AllergyCriticality",
  description: "How bad a reaction may become (FHIR AllergyIntoleranceCriticality).",
  valuesConfig: {
    LOW: { description: "It threatens no life." },
    HIGH: { description: "It may threaten life." },
    UNABLE_TO_ASSESS: { description: "It cannot be said." },
  },
});

@ObjectType({ description: "What a patient must not be given, or must not come near to (FHIR AllergyIntolerance)." })
export class Allergy {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { description: "The code system's URI, e.g. `http://snomed.info/sct`." })
  system!: string;

  @Field(() => String, { description: "The code within `system`." })
  code!: string;

  @Field(() => String, { description: "The name of the allergy or of the substance." })
  display!: string;

  @Field(() => AllergyCategory, { nullable: true, description: "What kind of substance it is against." })
  category?: AllergyCategory | null | undefined;

  @Field(() => AllergyCriticality, { nullable: true, description: "How bad a reaction may become." })
  criticality?: AllergyCriticality | null | undefined;

  @Field(() => String, { nullable: true, description: "What happens." })
  reaction?: string | null | undefined;

  @Field(() => LocalDate, { nullable: true, description: "When it began." })
  onset?: string | null | undefined;

  @Field(() => LocalDate, { nullable: true, description: "When it ended." })
  abatement?: string | null | undefined;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const RecordAllergyPayload = payloadType("RecordAllergy", "allergy", () => Allergy);
export const UpdateAllergyPayload = payloadType("UpdateAllergy", "allergy", () => Allergy);
export const ResolveAllergyPayload = payloadType("ResolveAllergy", "allergy", () => Allergy);
