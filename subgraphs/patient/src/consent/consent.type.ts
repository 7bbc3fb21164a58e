import { connectionType, DateTime, payloadType } from "@careconnect/kit";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";

export enum ConsentScope {
  PROVIDER_ACCESS = "PROVIDER_ACCESS",
  DATA_SHARING = "DATA_SHARING",
  COMMUNICATION = "COMMUNICATION",
}

registerEnumType(ConsentScope, {
  name: "ConsentScope",
  description: "What a patient lets be done or refuses.",
  valuesConfig: {
    PROVIDER_ACCESS: {
      description:
        "That a provider sees them by care or by access that was given; an emergency opens them all the same.",
    },
    DATA_SHARING: {
      description:
        "That partners' applications see them for somebody who works in the clinic; what a patient lets see themselves is not meant.",
    },
    COMMUNICATION: {
      description:
        "That the clinic tells them of something over a channel. It is kept, and told by the event `patient.consent.changed` to whatever will send; nothing here sends yet, so that nothing heeds it.",
    },
  },
});

export enum ConsentDecision {
  PERMIT = "PERMIT",
  DENY = "DENY",
}

registerEnumType(ConsentDecision, {
  name: "ConsentDecision",
  description: "What a patient said.",
  valuesConfig: {
    PERMIT: { description: "It may be done; so it is, too, as long as nothing was said." },
    DENY: { description: "It may not be done." },
  },
});

@ObjectType({ description: "What a patient last said about one thing that may be done with their data." })
export class Consent {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => ConsentScope, { description: "What it is about." })
  scope!: ConsentScope;

  @Field(() => ConsentDecision, { description: "What was said last." })
  decision!: ConsentDecision;

  @Field(() => DateTime, { description: "When it was said." })
  decidedAt!: Date;

  @Field(() => Boolean, {
    description: "Whether the patient said it here themselves; otherwise the clinic wrote it down for them.",
  })
  byPatient!: boolean;

  @Field(() => Int, {
    description:
      "Grows each time that something is said about this; commands compare it. Of records that were merged, that of the one which said it last.",
  })
  version!: number;
}

@ObjectType({ description: "What a patient said once; never changed." })
export class ConsentVersion {
  @Field(() => Int, { description: "Its place among what this record said about the same: 1 is the first." })
  number!: number;

  @Field(() => ConsentDecision, { description: "What was said." })
  decision!: ConsentDecision;

  @Field(() => DateTime, { description: "When it was said." })
  decidedAt!: Date;

  @Field(() => ID, { description: "The user who said it or wrote it down." })
  actorId!: string;

  @Field(() => Boolean, { description: "Whether the patient said it here themselves." })
  byPatient!: boolean;
}

export const ConsentVersionConnection = connectionType("ConsentVersion", () => ConsentVersion, "what a patient said");
export const RecordConsentPayload = payloadType("RecordConsent", "consent", () => Consent);
