import { DateTime, IdempotencyKey, payloadType } from "@careconnect/kit";
import { Field, InputType, ObjectType } from "type-graphql";
import { PaperSize } from "./paper.size.ts";

@ObjectType({ description: "What stands on invoices and credit notes beside what they are about." })
export class Letterhead {
  @Field(() => String, { description: "Who issues them." })
  name!: string;

  @Field(() => [String], { description: "Where that is, how it is reached, its tax number: line by line." })
  lines!: string[];

  @Field(() => String, { nullable: true, description: "What stands at the foot of every page, such as an account." })
  footer!: string | null;

  @Field(() => PaperSize, { description: "On which paper." })
  paper!: PaperSize;

  @Field(() => DateTime, { nullable: true, description: "From when on it stands on what is issued; null: always." })
  since!: Date | null;
}

@InputType({ description: "What is to stand on invoices and credit notes." })
export class SetLetterheadInput {
  @Field(() => String, { description: "Who issues them, 1 to 100 characters." })
  name!: string;

  @Field(() => [String], {
    nullable: true,
    description: "Where that is, how it is reached, its tax number: up to 6 lines of 1 to 100 characters.",
  })
  lines?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: "What stands at the foot of every page, such as an account: 1 to 200 characters.",
  })
  footer?: string | null;

  @Field(() => PaperSize, { description: "On which paper." })
  paper!: PaperSize;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

export const SetLetterheadPayload = payloadType("SetLetterhead", "letterhead", () => Letterhead);
