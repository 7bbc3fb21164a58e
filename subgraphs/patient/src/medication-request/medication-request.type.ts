import { connectionType, DateTime, LocalDate, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { MedicationRequestStatus } from "./medication-request.state.ts";

@ObjectType({ description: "A medicine that a provider prescribed for a patient (FHIR MedicationRequest)." })
export class MedicationRequest {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => MedicationRequestStatus, { description: "What has become of it." })
  status!: MedicationRequestStatus;

  @Field(() => String, {
    description: "The code system's URI, e.g. `http://www.nlm.nih.gov/research/umls/rxnorm`.",
  })
  system!: string;

  @Field(() => String, { description: "The code within `system`." })
  code!: string;

  @Field(() => String, { description: "The medicine's name." })
  display!: string;

  @Field(() => String, { nullable: true, description: "How much, how often and how long." })
  dosage?: string | null | undefined;

  @Field(() => Int, { description: "How much is given each time, in `quantityUnit`." })
  quantity!: number;

  @Field(() => String, { nullable: true, description: "In what `quantity` is counted, e.g. `tablets` or `ml`." })
  quantityUnit?: string | null | undefined;

  @Field(() => Int, { description: "How often the same quantity is given again after the first time; 0: never." })
  repeats!: number;

  @Field(() => LocalDate, { description: "The first day on which it holds." })
  validFrom!: string;

  @Field(() => LocalDate, { nullable: true, description: "The last day on which it holds; null: without an end." })
  validUntil?: string | null | undefined;

  @Field(() => DateTime, {
    nullable: true,
    description: "When it was completed or cancelled; null while it is ACTIVE.",
  })
  endedAt?: Date | null | undefined;

  @Field(() => String, { nullable: true, description: "Why it was cancelled; null unless it was." })
  cancelReason?: string | null | undefined;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const MedicationRequestConnection = connectionType(
  "MedicationRequest",
  () => MedicationRequest,
  "medication requests",
);

@InputType({ description: "Narrows a list of prescriptions." })
export class MedicationRequestFilter {
  @Field(() => MedicationRequestStatus, { nullable: true, description: "Those of this status." })
  status?: MedicationRequestStatus | null;
}

const one = () => MedicationRequest;
export const PrescribeMedicationPayload = payloadType("PrescribeMedication", "medicationRequest", one);
export const CompleteMedicationRequestPayload = payloadType("CompleteMedicationRequest", "medicationRequest", one);
export const CancelMedicationRequestPayload = payloadType("CancelMedicationRequest", "medicationRequest", one);
