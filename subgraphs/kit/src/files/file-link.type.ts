import { Directive, Field, ObjectType } from "type-graphql";
import { DateTime } from "../graphql/scalars.ts";

@Directive("@shareable")
@ObjectType({ description: "An address that gives a file for two minutes, to whoever has it." })
export class FileLink {
  @Field(() => String, { description: "The address." })
  url!: string;

  @Field(() => DateTime, { description: "When it is good no more: ask for another one then." })
  expiresAt!: Date;
}

/** For how long a file's link is good, in milliseconds: each time that it is asked for there is another one. */
export const fileLinkTime = 120_000;
