import { LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";

/** Who pays first. */
export enum CoveragePriority {
  PRIMARY = "PRIMARY",
  SECONDARY = "SECONDARY",
}

registerEnumType(CoveragePriority, {
  name: "CoveragePriority",
  description: "Which of a patient's coverages pays first.",
  valuesConfig: {
    PRIMARY: { description: "It pays first." },
    SECONDARY: { description: "It pays of what the primary one leaves." },
  },
});

@ObjectType({ description: "Who pays for a patient's care, and when (FHIR Coverage)." })
export class Coverage {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "The plan's name or number." })
  plan?: string | null | undefined;

  @Field(() => String, { nullable: true, description: "The patient's number with the payer." })
  memberNumber?: string | null | undefined;

  @Field(() => CoveragePriority, { description: "Whether it pays first." })
  priority!: CoveragePriority;

  @Field(() => LocalDate, { description: "The first day on which it is valid." })
  startsOn!: string;

  @Field(() => LocalDate, { nullable: true, description: "The last day on which it is valid; null: it does not end." })
  endsOn?: string | null | undefined;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const AddCoveragePayload = payloadType("AddCoverage", "coverage", () => Coverage);
export const UpdateCoveragePayload = payloadType("UpdateCoverage", "coverage", () => Coverage);
export const EndCoveragePayload = payloadType("EndCoverage", "coverage", () => Coverage);
