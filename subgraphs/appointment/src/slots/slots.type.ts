import { DateTime, VisitType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "A time that can be booked, as of now." })
export class Slot {
  @Field(() => DateTime, { description: "When the visit would start." })
  startsAt!: Date;

  @Field(() => DateTime, { description: "When it would end." })
  endsAt!: Date;

  @Field(() => VisitType, { description: "The kind of visit; `visitTypeRules` says how long it lasts." })
  visitType!: VisitType;

  /** Resolved as the provider subgraph's entity. */
  providerId!: string;

  /** The caller's. */
  timeZone!: string;
}

@ObjectType({ description: "A provider who is free, as of now." })
export class ProviderWithSlots {
  @Field(() => [Slot], { description: "The first of their free times, the earliest first; one at least." })
  slots!: Slot[];

  /** Resolved as the provider subgraph's entity. */
  providerId!: string;
}

/** What every search for free times is told. */
@InputType()
export abstract class WantedSlots {
  @Field(() => ID, {
    nullable: true,
    description:
      "For this patient: without the times at which the patient is busy. A patient whom the viewer may not see changes nothing.",
  })
  patientId?: string | null;

  @Field(() => VisitType, { nullable: true, description: "For this kind of visit: every kind unless told." })
  visitType?: VisitType | null;

  @Field(() => DateTime, {
    description: "Starting at this instant or later, and never in the past; within five years from now.",
  })
  from!: Date;

  @Field(() => DateTime, { description: "Ending by this instant: after `from`, 31 days later at most." })
  to!: Date;

  @Field(() => String, {
    nullable: true,
    description:
      "The caller's zone, by its IANA name: those 31 days are counted in it, and slots say on which day and at which time of it they start. UTC unless told.",
  })
  timeZone?: string | null;
}

@InputType({ description: "Free times to look for: of a provider, of a specialty, or of both at once." })
export class AvailableSlotsInput extends WantedSlots {
  @Field(() => ID, {
    nullable: true,
    description:
      "With this provider; there are none with one who cannot be booked, or of whom there is nothing to be seen.",
  })
  providerId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "With any active provider of this specialty, by its code; there are none when no provider has it.",
  })
  specialty?: string | null;

  @Field(() => Int, { nullable: true, description: "How many, the earliest first: 1 to 500, 50 unless told." })
  first?: number | null;
}

@InputType({ description: "Who of a specialty is to be free." })
export class ProvidersWithSlotsInput extends WantedSlots {
  @Field(() => String, { description: "The specialty, by its code; nobody is free when no provider has it." })
  specialty!: string;

  @Field(() => Int, {
    nullable: true,
    description: "How many providers, who is free the earliest first: 1 to 500, 20 unless told.",
  })
  first?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "How many slots of each at most: 1 at least, 3 unless told; 500 of all that `first` asks for.",
  })
  slotsEach?: number | null;
}
