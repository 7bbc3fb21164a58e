import { DateTime, FileLink, type RequestContext, type UserError } from "@careconnect/kit";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Appointment } from "../references/appointment.type.ts";
import { archiveDocument, completeDocumentUpload, requestDocumentUpload } from "./document.commands.ts";
import type { DocumentRow } from "./document.entity.ts";
import { ArchiveDocumentInput, CompleteDocumentUploadInput, RequestDocumentUploadInput } from "./document.input.ts";
import { linkToFile, readChecked, readDocument, rereadDocument, uploadTo } from "./document.service.ts";
import {
  ArchiveDocumentPayload,
  CompleteDocumentUploadPayload,
  Document,
  DocumentUpload,
  RequestDocumentUploadPayload,
} from "./document.type.ts";

interface DocumentPayload {
  readonly document: DocumentRow | null;
  readonly userErrors: readonly UserError[];
}

@Resolver(() => Document)
export class DocumentResolver {
  @Query(() => Document, {
    nullable: true,
    description: "One document; null when there is none or the viewer may not see it.",
  })
  document(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The document's id." }) id: string,
  ): Promise<DocumentRow | null> {
    return readDocument(context, id);
  }

  @Mutation(() => RequestDocumentUploadPayload, {
    nullable: true,
    description:
      "Announces a file for a patient, who has 500 documents at most (DOCUMENT_LIMIT) unless the operator decided otherwise. Send it to `Document.upload`, then complete: as long as you have not, it is one of those that are awaited, 20 for a patient and 100 from one person (UPLOAD_LIMIT).",
  })
  async requestDocumentUpload(
    @Ctx() context: RequestContext,
    @Arg("input", () => RequestDocumentUploadInput, { description: "What, and whose." })
    input: RequestDocumentUploadInput,
  ): Promise<DocumentPayload> {
    const { id, userErrors } = await requestDocumentUpload(context, input);
    return { document: id === null ? null : await rereadDocument(context, id), userErrors };
  }

  @Mutation(() => CompleteDocumentUploadPayload, {
    nullable: true,
    description:
      "Has a file that was sent checked: its size, type and SHA-256, and for viruses. It is AVAILABLE then, or REJECTED; while it is QUARANTINED, ask again.",
  })
  async completeDocumentUpload(
    @Ctx() context: RequestContext,
    @Arg("input", () => CompleteDocumentUploadInput, { description: "Which." }) input: CompleteDocumentUploadInput,
  ): Promise<DocumentPayload> {
    const { id, userErrors } = await completeDocumentUpload(context, input);
    return { document: id === null ? null : await readChecked(context, id), userErrors };
  }

  @Mutation(() => ArchiveDocumentPayload, {
    nullable: true,
    description:
      "Archives a document that does not belong where it is: it is kept, and listed no more unless asked for.",
  })
  async archiveDocument(
    @Ctx() context: RequestContext,
    @Arg("input", () => ArchiveDocumentInput, { description: "Which, and why." }) input: ArchiveDocumentInput,
  ): Promise<DocumentPayload> {
    const { id, userErrors } = await archiveDocument(context, input);
    return { document: id === null ? null : await rereadDocument(context, id), userErrors };
  }

  @FieldResolver(() => DateTime, { description: "When it was announced." })
  addedAt(@Root() row: DocumentRow): Date {
    return row.createdAt;
  }

  @FieldResolver(() => Appointment, { nullable: true, description: "The visit that it belongs to, if any." })
  appointment(@Root() row: DocumentRow): Appointment | null {
    return row.appointmentId ? { id: row.appointmentId } : null;
  }

  @FieldResolver(() => DocumentUpload, {
    nullable: true,
    description: "Where its file is sent, while it is awaited, for whoever announced it.",
  })
  upload(@Ctx() context: RequestContext, @Root() row: DocumentRow): Promise<DocumentUpload | null> {
    return uploadTo(context, row);
  }

  @FieldResolver(() => FileLink, {
    nullable: true,
    description: "Its file, by a link that is noted when it is given and when it is used; null unless AVAILABLE.",
  })
  download(@Ctx() context: RequestContext, @Root() row: DocumentRow): FileLink | null {
    return linkToFile(context, row, "download");
  }

  @FieldResolver(() => FileLink, {
    nullable: true,
    description: "A small image (WebP, 256 pixels at most) of a file that is an image, by such a link.",
  })
  thumbnail(@Ctx() context: RequestContext, @Root() row: DocumentRow): FileLink | null {
    return linkToFile(context, row, "thumbnail");
  }
}
