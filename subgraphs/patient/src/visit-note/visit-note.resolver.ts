import { type CommandOutcome, DateTime, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Appointment } from "../references/appointment.type.ts";
import { Provider } from "../references/provider.type.ts";
import {
  addVisitNoteAddendum,
  draftVisitNote,
  markVisitNoteEnteredInError,
  signVisitNote,
  updateVisitNote,
} from "./visit-note.commands.ts";
import type { VisitNoteRow } from "./visit-note.entity.ts";
import {
  AddVisitNoteAddendumInput,
  DraftVisitNoteInput,
  MarkVisitNoteEnteredInErrorInput,
  SignVisitNoteInput,
  UpdateVisitNoteInput,
} from "./visit-note.input.ts";
import { listAddenda, rereadVisitNote } from "./visit-note.service.ts";
import {
  AddVisitNoteAddendumPayload,
  DraftVisitNotePayload,
  MarkVisitNoteEnteredInErrorPayload,
  SignVisitNotePayload,
  UpdateVisitNotePayload,
  VisitNote,
  VisitNoteAddendum,
} from "./visit-note.type.ts";
import type { VisitNoteAddendumRow } from "./visit-note-addendum.entity.ts";

interface VisitNotePayload {
  readonly visitNote: VisitNoteRow | null;
  readonly userErrors: readonly UserError[];
}

/** The note is read anew, so that a replayed answer shows what may be seen now. */
async function visitNotePayload(context: RequestContext, command: Promise<CommandOutcome>): Promise<VisitNotePayload> {
  const { id, userErrors } = await command;
  return { visitNote: id === null ? null : await rereadVisitNote(context, id), userErrors };
}

@Resolver(() => VisitNote)
export class VisitNoteResolver {
  @Mutation(() => DraftVisitNotePayload, {
    nullable: true,
    description:
      "Begins a note about a patient: whoever writes it alone sees it until they sign it. They have 20 drafts for a patient at most.",
  })
  draftVisitNote(
    @Ctx() context: RequestContext,
    @Arg("input", () => DraftVisitNoteInput, { description: "What, and of whom." }) input: DraftVisitNoteInput,
  ): Promise<VisitNotePayload> {
    return visitNotePayload(context, draftVisitNote(context, input));
  }

  @Mutation(() => UpdateVisitNotePayload, {
    nullable: true,
    description: "Writes one's draft anew; ILLEGAL_TRANSITION unless the note is a DRAFT.",
  })
  updateVisitNote(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdateVisitNoteInput, { description: "Which, and what it says." }) input: UpdateVisitNoteInput,
  ): Promise<VisitNotePayload> {
    return visitNotePayload(context, updateVisitNote(context, input));
  }

  @Mutation(() => SignVisitNotePayload, {
    nullable: true,
    description:
      "Signs one's draft, so that whoever treats the patient sees it, and the patient. Nobody changes it any more; what is to be added is an addendum. ILLEGAL_TRANSITION unless the note is a DRAFT.",
  })
  signVisitNote(
    @Ctx() context: RequestContext,
    @Arg("input", () => SignVisitNoteInput, { description: "Which, as which version." }) input: SignVisitNoteInput,
  ): Promise<VisitNotePayload> {
    return visitNotePayload(context, signVisitNote(context, input));
  }

  @Mutation(() => AddVisitNoteAddendumPayload, {
    nullable: true,
    description:
      "Adds something to a note, whoever wrote it; ILLEGAL_TRANSITION unless it is SIGNED. A note has 50 addenda at most.",
  })
  addVisitNoteAddendum(
    @Ctx() context: RequestContext,
    @Arg("input", () => AddVisitNoteAddendumInput, { description: "To which, and what." })
    input: AddVisitNoteAddendumInput,
  ): Promise<VisitNotePayload> {
    return visitNotePayload(context, addVisitNoteAddendum(context, input));
  }

  @Mutation(() => MarkVisitNoteEnteredInErrorPayload, {
    nullable: true,
    description:
      "Marks a note of one's own as entered in error, and a draft as withdrawn: it is kept, and listed no more unless asked for.",
  })
  markVisitNoteEnteredInError(
    @Ctx() context: RequestContext,
    @Arg("input", () => MarkVisitNoteEnteredInErrorInput, { description: "Which, and why." })
    input: MarkVisitNoteEnteredInErrorInput,
  ): Promise<VisitNotePayload> {
    return visitNotePayload(context, markVisitNoteEnteredInError(context, input));
  }

  @FieldResolver(() => String, { nullable: true, description: "What it says." })
  text(@Root() row: VisitNoteRow): string | null {
    return row.text ?? row.draft ?? null;
  }

  @FieldResolver(() => DateTime, { description: "When it was begun." })
  writtenAt(@Root() row: VisitNoteRow): Date {
    return row.createdAt;
  }

  @FieldResolver(() => Provider, { nullable: true, description: "The provider who wrote it; null for a nurse." })
  provider(@Root() row: VisitNoteRow): Provider | null {
    return row.providerId ? { id: row.providerId } : null;
  }

  @FieldResolver(() => Appointment, { nullable: true, description: "The visit that it is about, if any." })
  appointment(@Root() row: VisitNoteRow): Appointment | null {
    return row.appointmentId ? { id: row.appointmentId } : null;
  }

  @FieldResolver(() => [VisitNoteAddendum], {
    description: "What was added to it after it was signed, in that order, 50 at most.",
  })
  addenda(@Ctx() context: RequestContext, @Root() row: VisitNoteRow): Promise<VisitNoteAddendumRow[]> {
    return listAddenda(context, row);
  }
}

@Resolver(() => VisitNoteAddendum)
export class VisitNoteAddendumResolver {
  @FieldResolver(() => DateTime, { description: "When it was added." })
  addedAt(@Root() row: VisitNoteAddendumRow): Date {
    return row.createdAt;
  }

  @FieldResolver(() => Provider, { nullable: true, description: "The provider who wrote it; null for a nurse." })
  provider(@Root() row: VisitNoteAddendumRow): Provider | null {
    return row.providerId ? { id: row.providerId } : null;
  }
}
