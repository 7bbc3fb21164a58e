import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "Goes into the room of a video visit." })
export class JoinVisitRoomInput {
  @Field(() => String, { description: "What follows `#` in the `joinUrl` of the visit's consultation." })
  link!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The seat that this window had before it lost its connection. Without it, another window is put out.",
  })
  seat?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Names a seat in the room of a video visit." })
export class VisitSeatInput {
  @Field(() => ID, { description: "The caller's own seat." })
  seat!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Tells the browser on the other side how to reach this one." })
export class SendVisitSignalInput {
  @Field(() => ID, { description: "The caller's own seat." })
  seat!: string;

  @Field(() => String, {
    description: "For the other browser alone (descriptions and candidates of WebRTC): 16,384 characters at most.",
  })
  payload!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
