import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import { type ExportFailure, ExportStatus } from "./export.state.ts";

/** Of one patient, whoever asks at the same time, one export is under way. */
export const oneLiveExport = "patient_export_live_unique";

/** Everything that is known of a patient, gathered because somebody asked for it. */
export const PatientExportRow = defineEntity({
  name: "PatientExportRow",
  tableName: "patient_export",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    requestedBy: p.uuid(),
    reason: sensitive(),
    status: p.text().$type<ExportStatus>().default(ExportStatus.REQUESTED),
    /** The token with which everybody else is asked, as whoever wanted the export; null as soon as that is over. */
    accessToken: sensitive(),
    /** When the token ends. */
    accessEndsAt: p.datetime(3),
    /** Who works on it has it until then, and says so again as they go on. */
    leasedUntil: p.datetime(3).$type<Date | null>().nullable(),
    /** Grows each time that somebody takes it on: whoever had it before has it no more. */
    attempt: p.integer().default(0),
    /** The subgraphs of which everything is there. */
    gathered: p.array().columnType("text[]").$type<string[]>().defaultRaw("'{}'"),
    failure: p.text().$type<ExportFailure | null>().nullable(),
    /** JSON: what is in the archive, with a hash for each file. */
    manifest: sensitive(),
    /** A JWS without its payload, which is the manifest. */
    signature: p.text().$type<string | null>().nullable(),
    expiresAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  indexes: [
    { properties: ["organizationId", "patientId", "createdAt"] },
    {
      name: oneLiveExport,
      expression: `create unique index ${oneLiveExport} on patient_export (patient_id) where status in ('REQUESTED', 'GATHERING')`,
    },
    {
      name: "patient_export_due",
      expression:
        "create index patient_export_due on patient_export (leased_until) where status in ('REQUESTED', 'GATHERING')",
    },
    {
      name: "patient_export_expiry",
      expression: "create index patient_export_expiry on patient_export (expires_at) where status = 'READY'",
    },
  ],
  checks: [
    {
      name: "patient_export_ready_is_signed",
      expression: "status <> 'READY' or num_nulls(manifest, signature, expires_at) = 0",
    },
    {
      name: "patient_export_keeps_no_token",
      expression: "access_token is null or status in ('REQUESTED', 'GATHERING')",
    },
  ],
});

export type PatientExportRow = InferEntity<typeof PatientExportRow>;
