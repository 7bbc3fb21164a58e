import { IdempotencyKey } from "@careconnect/kit";
import { Field, ID, InputType, Int } from "type-graphql";
import { DocumentCategory } from "./document.category.ts";

@InputType({ description: "Announces a file that is going to be attached to a patient." })
export class RequestDocumentUploadInput {
  @Field(() => ID, { description: "Whose it is." })
  patientId!: string;

  @Field(() => ID, { nullable: true, description: "The visit of the patient that it belongs to, if any." })
  appointmentId?: string | null;

  @Field(() => DocumentCategory, { description: "What it is for, which decides who sees it." })
  category!: DocumentCategory;

  @Field(() => String, { description: "The file's name, up to 200 characters, without a folder." })
  name!: string;

  @Field(() => String, {
    description:
      "Its type: `application/pdf`, `image/jpeg`, `image/png`, `image/webp`, `text/plain` (UTF-8) or `application/dicom`; of a PICTURE an image.",
  })
  contentType!: string;

  @Field(() => Int, { description: "Its size in bytes: 25 MiB at most, unless the operator decided otherwise." })
  size!: number;

  @Field(() => String, {
    nullable: true,
    description: "The SHA-256 of its bytes in hexadecimal: another file is refused.",
  })
  sha256?: string | null;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Says that a document's file was sent." })
export class CompleteDocumentUploadInput {
  @Field(() => ID, { description: "The document's id." })
  id!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}

@InputType({ description: "Archives a document: it is kept, and listed no more unless asked for." })
export class ArchiveDocumentInput {
  @Field(() => ID, { description: "The document's id." })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version that you decided on; VERSION_CONFLICT when there is a newer one.",
  })
  expectedVersion?: number | null;

  @Field(() => String, { description: "Why, up to 500 characters; kept with the document." })
  reason!: string;

  @IdempotencyKey()
  idempotencyKey?: string | null;
}
