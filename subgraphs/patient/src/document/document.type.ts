import { connectionType, DateTime, payloadType } from "@careconnect/kit";
import { Directive, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { DocumentCategory } from "./document.category.ts";
import { DocumentRejection, DocumentScan, DocumentState } from "./document.state.ts";

@ObjectType({ description: "A header of an HTTP request." })
export class UploadHeader {
  @Field(() => String, { description: "The header's name, in small letters." })
  name!: string;

  @Field(() => String, { description: "Its value." })
  value!: string;
}

@ObjectType({ description: "How a document's file is sent: one HTTP request with its bytes as they are." })
export class DocumentUpload {
  @Field(() => String, { description: "Where." })
  url!: string;

  @Field(() => String, { description: "By which method: PUT." })
  method!: string;

  @Field(() => [UploadHeader], {
    description: "The headers that have to be sent; browsers send `content-length` by themselves.",
  })
  headers!: UploadHeader[];

  @Field(() => DateTime, { description: "Until when the file is taken." })
  expiresAt!: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: "A file that is attached to a patient, or to one of their visits (FHIR DocumentReference).",
})
export class Document {
  @Field(() => ID, { description: "Opaque id." })
  id!: string;

  @Field(() => DocumentCategory, { description: "What it is for, which decides who sees it." })
  category!: DocumentCategory;

  @Field(() => String, { nullable: true, description: "The file's name." })
  name!: string | null | undefined;

  @Field(() => String, { description: "The file's type (MIME): what is in it was compared with that." })
  contentType!: string;

  @Field(() => Int, { description: "The file's size in bytes." })
  size!: number;

  @Field(() => DocumentState, { description: "What has become of it." })
  state!: DocumentState;

  @Field(() => DocumentRejection, { nullable: true, description: "Why the file was not kept; null unless REJECTED." })
  rejection!: DocumentRejection | null | undefined;

  @Field(() => DocumentScan, {
    nullable: true,
    description: "What the virus scanner said; null unless the file can be read.",
  })
  scan!: DocumentScan | null | undefined;

  @Field(() => DateTime, { nullable: true, description: "When it was archived; null while it is not." })
  archivedAt!: Date | null | undefined;

  @Field(() => String, { nullable: true, description: "Why it was archived." })
  archiveReason!: string | null | undefined;

  @Field(() => Int, { description: "Grows with every change: pass it as `expectedVersion`." })
  version!: number;
}

export const DocumentConnection = connectionType("Document", () => Document, "documents");

@InputType({ description: "Narrows a list of documents." })
export class DocumentFilter {
  @Field(() => DocumentCategory, { nullable: true, description: "Those of this category." })
  category?: DocumentCategory | null;

  @Field(() => Boolean, { nullable: true, description: "Those that are archived; unless true, those that are not." })
  archived?: boolean | null;
}

export const RequestDocumentUploadPayload = payloadType("RequestDocumentUpload", "document", () => Document);
export const CompleteDocumentUploadPayload = payloadType("CompleteDocumentUpload", "document", () => Document);
export const ArchiveDocumentPayload = payloadType("ArchiveDocument", "document", () => Document);
