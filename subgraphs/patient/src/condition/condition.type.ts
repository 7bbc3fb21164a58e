import { LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";

/** Whether a condition is still there. */
export enum ConditionStatus {
  ACTIVE = "ACTIVE",
  RESOLVED = "RESOLVED",
}

registerEnumType(ConditionStatus, {
  name: "ConditionStatus",
  description: "Whether a condition is still there (FHIR clinical status).",
  valuesConfig: {
    ACTIVE: { description: "The patient has it." },
    RESOLVED: { description: "It has abated." },
  },
});

@ObjectType({ description: "A problem or diagnosis in a patient's history (FHIR Condition)." })
export class Condition {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "The id in the system that the record was imported from." })
  externalId!: string | null;

  @Field(() => String, { description: "The code system's URI, e.g. `http://snomed.info/sct`." })
  system!: string;

  @Field(() => String, { description: "The code within `system`." })
  code!: string;

  @Field(() => String, { description: "The condition's name." })
  display!: string;

  @Field(() => LocalDate, { nullable: true, description: "When it began." })
  onset!: string | null;

  @Field(() => LocalDate, { nullable: true, description: "When it ended." })
  abatement!: string | null;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const RecordConditionPayload = payloadType("RecordCondition", "condition", () => Condition);
export const UpdateConditionPayload = payloadType("UpdateCondition", "condition", () => Condition);
export const ResolveConditionPayload = payloadType("ResolveCondition", "condition", () => Condition);
