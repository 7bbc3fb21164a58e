import { connectionType, DateTime, payloadType } from "@careconnect/kit";
import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { VisitNoteStatus } from "./visit-note.state.ts";

@ObjectType({ description: "What was added to a note after it was signed; it never changes." })
export class VisitNoteAddendum {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => String, { nullable: true, description: "What it says." })
  text?: string | null | undefined;

  @Field(() => ID, { description: "The account of who wrote it." })
  authorId!: string;
}

@ObjectType({
  description: "What somebody who treats a patient wrote down of them, or of one of their visits (FHIR Composition).",
})
export class VisitNote {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => VisitNoteStatus, { description: "What has become of it." })
  status!: VisitNoteStatus;

  @Field(() => ID, { description: "The account of who wrote it." })
  authorId!: string;

  @Field(() => DateTime, { nullable: true, description: "When it was signed; null while it was not." })
  signedAt?: Date | null | undefined;

  @Field(() => DateTime, {
    nullable: true,
    description: "When it was marked as entered in error; null while it was not.",
  })
  errorMarkedAt?: Date | null | undefined;

  @Field(() => String, { nullable: true, description: "Why it should not be there; null unless ENTERED_IN_ERROR." })
  errorReason?: string | null | undefined;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const VisitNoteConnection = connectionType("VisitNote", () => VisitNote, "visit notes");

@InputType({ description: "Narrows a list of visit notes." })
export class VisitNoteFilter {
  @Field(() => ID, { nullable: true, description: "Those of this visit." })
  appointmentId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Those that were entered in error; unless true, those that were not.",
  })
  enteredInError?: boolean | null;
}

const one = () => VisitNote;
export const DraftVisitNotePayload = payloadType("DraftVisitNote", "visitNote", one);
export const UpdateVisitNotePayload = payloadType("UpdateVisitNote", "visitNote", one);
export const SignVisitNotePayload = payloadType("SignVisitNote", "visitNote", one);
export const AddVisitNoteAddendumPayload = payloadType("AddVisitNoteAddendum", "visitNote", one);
export const MarkVisitNoteEnteredInErrorPayload = payloadType("MarkVisitNoteEnteredInError", "visitNote", one);
