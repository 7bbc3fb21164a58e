import { connectionType, DateTime, IdempotencyKey, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { DifferenceKind } from "./difference.kind.ts";
import { ReconciliationStatus } from "./reconciliation.status.ts";

@ObjectType({ description: "How often something differs in one way." })
export class DifferenceCount {
  @Field(() => DifferenceKind, { description: "How it differs." })
  kind!: DifferenceKind;

  @Field(() => Int, { description: "How often that was found." })
  count!: number;
}

@ObjectType({ description: "Something that a reconciliation found to differ." })
export class ReconciliationDifference {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => DifferenceKind, { description: "How it differs." })
  kind!: DifferenceKind;

  @Field(() => ID, { description: "The id of what it is about, ours or the gateway's: see `subject`." })
  subjectId!: string;
}

export const DifferenceConnection = connectionType(
  "ReconciliationDifference",
  () => ReconciliationDifference,
  "differences",
);

@ObjectType({
  description:
    "A comparison of the gateway's payments, payments, invoices, visits and the ledger: daily, and when asked for.",
})
export class Reconciliation {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ReconciliationStatus, { description: "How far it is." })
  status!: ReconciliationStatus;

  @Field(() => String, { nullable: true, description: "What it compares, or compared last; null before it began." })
  step!: string | null;

  @Field(() => Int, { description: "How many steps are done." })
  stepsDone!: number;

  @Field(() => Int, { description: "How many steps it has; 0 before it began." })
  stepsInAll!: number;

  @Field(() => Int, { description: "How many of the gateway's payments and refunds were read." })
  gatewayCount!: number;

  @Field(() => Boolean, { description: "Whether payments were compared with a gateway at all." })
  hasGateway!: boolean;

  @Field(() => DateTime, { nullable: true, description: "When it began; null before." })
  startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When it ended; null before." })
  finishedAt!: Date | null;
}

export const ReconciliationConnection = connectionType("Reconciliation", () => Reconciliation, "reconciliations");

@InputType({ description: "A reconciliation that is asked for." })
export class RunReconciliationInput {
  @IdempotencyKey()
  idempotencyKey?: string | null;
}

export const RunReconciliationPayload = payloadType("RunReconciliation", "reconciliation", () => Reconciliation);
