import { z } from "zod";
import { lineOfText } from "../patient/patient.schema.ts";
import { contentTypes } from "./content.type.ts";
import { DocumentCategory } from "./document.category.ts";

/** A name as file systems everywhere take it, when somebody saves the file under it. */
const fileName = lineOfText(200).regex(/^[^/\\:*?"<>|]+$/, 'must not have any of / \\ : * ? " < > |');

/** What a patient looks like is seen on an image. */
const pictureTypes = contentTypes.filter((type) => type.startsWith("image/"));

const file = z.object({
  patientId: z.string(),
  appointmentId: z.string().nullish(),
  category: z.enum(DocumentCategory),
  name: fileName,
  contentType: z.enum(contentTypes, { error: `must be one of ${contentTypes.join(", ")}` }),
  size: z.int().min(1, "must be 1 at least"),
  sha256: z
    .string()
    .toLowerCase()
    .regex(/^[\da-f]{64}$/, "must be 64 hexadecimal digits")
    .nullish(),
});

export const announcedFile = file.refine(
  ({ category, contentType }) => category !== DocumentCategory.PICTURE || pictureTypes.includes(contentType),
  { path: ["contentType"], error: `must be one of ${pictureTypes.join(", ")} for a picture of the patient` },
);
