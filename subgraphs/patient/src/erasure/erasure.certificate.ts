import { createHash } from "node:crypto";
import { type PublicSignatureKey, signDetached, verifyDetached } from "@careconnect/kit";
import { z } from "zod";
import { signaturePurpose } from "../export/export.verification.ts";
import type { PatientErasureRow } from "./patient-erasure.entity.ts";
import type { PatientErasureAnswerRow } from "./patient-erasure-answer.entity.ts";

const certificate = z.object({
  kind: z.literal("patient.erasure"),
  schemaVersion: z.literal(1),
  erasureId: z.uuid(),
  organizationId: z.uuid(),
  patientId: z.uuid(),
  patientIds: z.array(z.uuid()),
  requestedBy: z.uuid(),
  requestedAt: z.iso.datetime(),
  approvedBy: z.uuid(),
  approvedAt: z.iso.datetime(),
  completedAt: z.iso.datetime(),
  subgraphs: z.array(
    z.object({
      subgraph: z.string(),
      erasedAt: z.iso.datetime(),
      tables: z.array(z.object({ table: z.string(), outcome: z.string(), rows: z.int() })),
    }),
  ),
});

export type Certificate = z.infer<typeof certificate>;

/** What is certified of an erasure that everybody has carried out, signed by the key that signs exports: ids, counts and times. */
export async function certify(
  row: PatientErasureRow,
  answers: readonly PatientErasureAnswerRow[],
  completedAt: Date,
): Promise<{ readonly certificate: string; readonly signature: string }> {
  const text = JSON.stringify(
    certificate.parse({
      ...{ kind: "patient.erasure", schemaVersion: 1, erasureId: row.id, organizationId: row.organizationId },
      ...{ patientId: row.patientId, patientIds: row.patientIds },
      ...{ requestedBy: row.requestedBy, requestedAt: row.createdAt.toISOString() },
      ...{
        approvedBy: row.decidedBy,
        approvedAt: row.decidedAt?.toISOString(),
        completedAt: completedAt.toISOString(),
      },
      subgraphs: answers
        .map(({ subgraph, erasedAt, tables }) => ({ subgraph, erasedAt: erasedAt.toISOString(), tables }))
        .sort((one, other) => (one.subgraph < other.subgraph ? -1 : 1)),
    }),
  );
  return { certificate: text, signature: await signDetached(Buffer.from(text), signaturePurpose) };
}

/** By what a certificate is known where it is not written down: SHA-256, in hexadecimal. */
export function certificateHash(certificate: string): string {
  return createHash("sha256").update(certificate).digest("hex");
}

const signed = z.object({ content: z.string(), signature: z.string() });

/** A certificate and its signature. */
export type SignedCertificate = z.infer<typeof signed>;

/** A certificate and its signature, as the graph tells them. @throws with what is wrong, in one sentence */
export function parseSigned(text: string): SignedCertificate {
  try {
    return signed.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error("This is no certificate: that is JSON with `content` and `signature`.", { cause });
  }
}

/** What a certificate says, when it was signed with one of `keys`. @throws with what is wrong, in one sentence */
export async function verifyCertificate(
  { content, signature }: SignedCertificate,
  keys: readonly PublicSignatureKey[],
): Promise<Certificate> {
  if (!(await verifyDetached(Buffer.from(content), signature, keys)))
    throw new Error("The signature does not hold: the certificate was altered, or signed by somebody else.");
  return certificate.parse(JSON.parse(content));
}

/** What was erased of whom, when and by whose order. */
export function certificateSentence({
  patientIds,
  completedAt,
  requestedBy,
  approvedBy,
  subgraphs,
}: Certificate): string {
  const rows = (outcome: string) =>
    subgraphs
      .flatMap(({ tables }) => tables)
      .reduce((sum, table) => sum + (table.outcome === outcome ? table.rows : 0), 0);
  return `Patient ${patientIds.join(", ")} was erased until ${completedAt}, asked for by ${requestedBy} and approved by ${approvedBy}: ${rows("DELETED")} rows were deleted, ${rows("PSEUDONYMISED")} stay without what says whose they are, ${rows("KEPT")} as they were, in ${subgraphs.length} parts of the system.`;
}
