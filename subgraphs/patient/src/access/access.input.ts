import { DateTime, IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "Gives a provider access to a patient until some time." })
export class GrantPatientAccessInput {
  @Field(() => ID, { description: "To whom access is given." })
  patientId!: string;

  @Field(() => ID, { description: "Who is given access; an id that is no provider's gives access to nobody." })
  providerId!: string;

  @Field(() => DateTime, { description: "Until when: to come, and within a year." })
  until!: Date;

  @Field(() => String, { description: "Why, up to 500 characters; kept with the grant." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Ends access that was given before its time." })
export class EndPatientAccessInput {
  @Field(() => ID, { description: "The access grant's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
