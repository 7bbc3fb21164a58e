import { registerEnumType } from "type-graphql";

/** How far the export of a patient's data is. */
export enum ExportStatus {
  REQUESTED = "REQUESTED",
  GATHERING = "GATHERING",
  READY = "READY",
  FAILED = "FAILED",
  EXPIRED = "EXPIRED",
}

registerEnumType(ExportStatus, {
  name: "ExportStatus",
  description: "How far the export of a patient's data is.",
  valuesConfig: {
    REQUESTED: { description: "Asked for; work on it begins within seconds." },
    GATHERING: { description: "What is known is being gathered from every part of the system." },
    READY: { description: "Signed, and to be fetched until it expires." },
    FAILED: { description: "Not to be had; why, `failure` says. Ask for another one." },
    EXPIRED: {
      description:
        "Removed, since its time was over, or since records that were merged while it was made were taken apart again: ask for another one.",
    },
  },
});

/** Why an export failed. */
export enum ExportFailure {
  ACCESS_ENDED = "ACCESS_ENDED",
  SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE",
  TOO_LARGE = "TOO_LARGE",
}

registerEnumType(ExportFailure, {
  name: "ExportFailure",
  description: "Why an export failed.",
  valuesConfig: {
    ACCESS_ENDED: {
      description: "The token of whoever asked for it was good no more before everything was gathered: ask again.",
    },
    SERVICE_UNAVAILABLE: { description: "A part of the system did not answer in time: ask again later." },
    TOO_LARGE: { description: "More is known of the patient than one export holds: the operator has to be asked." },
  },
});

type ExportStep = "gather" | "finish" | "fail" | "expire";

/** The state machine of exports. A step that is not here is a fault. */
const steps: Readonly<Record<ExportStep, { readonly from: readonly ExportStatus[]; readonly to: ExportStatus }>> = {
  // Whoever goes on with what somebody else began and left begins again.
  gather: { from: [ExportStatus.REQUESTED, ExportStatus.GATHERING], to: ExportStatus.GATHERING },
  finish: { from: [ExportStatus.GATHERING], to: ExportStatus.READY },
  fail: { from: [ExportStatus.GATHERING], to: ExportStatus.FAILED },
  // What is under way may hold what is somebody else's by now.
  expire: { from: [ExportStatus.REQUESTED, ExportStatus.GATHERING, ExportStatus.READY], to: ExportStatus.EXPIRED },
};

/** From where `step` can be taken. */
export function beforeExport(step: ExportStep): readonly ExportStatus[] {
  return steps[step].from;
}

/** Where `step` leads from `status`. @throws when it cannot be taken there */
export function exportAfter(step: ExportStep, status: ExportStatus): ExportStatus {
  const { from, to } = steps[step];
  if (!from.includes(status)) throw new Error(`An export that is ${status} cannot ${step}.`);
  return to;
}
