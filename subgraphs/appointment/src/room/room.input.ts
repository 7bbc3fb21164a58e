import { Field, ID, InputType } from "type-graphql";

const keyDescription =
  "Repeating this mutation with the same key within 24 hours has no second effect; each mutation has keys of its own.";

@InputType({ description: "Goes into the room of a video visit." })
export class JoinVisitRoomInput {
  @Field(() => String, { description: "What follows `#` in the `joinUrl` of the visit's consultation." })
  link!: string;

  @Field(() => ID, {
    nullable: true,
    description: "The seat that this window had before it lost its connection. Without it, another window is put out.",
  })
  seat?: string | null;

  @Field(() => String, { nullable: true, description: keyDescription })
  idempotencyKey?: string | null;
}

@InputType({ description: "Names a seat in the room of a video visit." })
export class VisitSeatInput {
  @Field(() => ID, { description: "The caller's own seat." })
  seat!: string;

  @Field(() => String, { nullable: true, description: keyDescription })
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

  @Field(() => String, { nullable: true, description: keyDescription })
  idempotencyKey?: string | null;
}
