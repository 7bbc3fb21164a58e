import { CommandRefusal } from "@careconnect/kit";
import { registerEnumType } from "type-graphql";

/** What has become of a document. */
export enum DocumentState {
  AWAITING_UPLOAD = "AWAITING_UPLOAD",
  QUARANTINED = "QUARANTINED",
  AVAILABLE = "AVAILABLE",
  UNSCANNABLE = "UNSCANNABLE",
  REJECTED = "REJECTED",
  ABANDONED = "ABANDONED",
}

registerEnumType(DocumentState, {
  name: "DocumentState",
  description: "What has become of a document.",
  valuesConfig: {
    AWAITING_UPLOAD: { description: "Its file is to be sent to `upload`, and completed then." },
    QUARANTINED: {
      description:
        "Its file has arrived and is being checked; nobody can read it. While the virus scanner is away it waits here, for two hours.",
    },
    UNSCANNABLE: {
      description:
        "The virus scanner was asked for two hours and did not say; nobody can read the file. Complete it again, within a week, to have it checked again.",
    },
    AVAILABLE: { description: "Its file was checked and can be read." },
    REJECTED: {
      description: "Its file is not what was announced, or dangerous: it was removed. `rejection` says why.",
    },
    ABANDONED: {
      description:
        "No file was completed within five minutes of the end of its link; or it was UNSCANNABLE for a week. What was sent was removed.",
    },
  },
});

/** Why a file was not kept. */
export enum DocumentRejection {
  SIZE_MISMATCH = "SIZE_MISMATCH",
  CHECKSUM_MISMATCH = "CHECKSUM_MISMATCH",
  TYPE_MISMATCH = "TYPE_MISMATCH",
  INFECTED = "INFECTED",
  IMAGE_TOO_LARGE = "IMAGE_TOO_LARGE",
  DAMAGED = "DAMAGED",
  LOST = "LOST",
}

registerEnumType(DocumentRejection, {
  name: "DocumentRejection",
  description: "Why a file was not kept.",
  valuesConfig: {
    SIZE_MISMATCH: { description: "It has another size than was announced." },
    CHECKSUM_MISMATCH: { description: "It is not the file whose SHA-256 was announced." },
    TYPE_MISMATCH: { description: "What is in it is not of the type that was announced." },
    INFECTED: { description: "The virus scanner found something in it." },
    IMAGE_TOO_LARGE: { description: "The image has more than 50 million pixels." },
    DAMAGED: { description: "The image cannot be read." },
    LOST: { description: "It was gone before it was checked: send it again." },
  },
});

/** What the virus scanner said of a file. */
export enum DocumentScan {
  CLEAN = "CLEAN",
  NOT_SCANNED = "NOT_SCANNED",
}

registerEnumType(DocumentScan, {
  name: "DocumentScan",
  description: "What the virus scanner said of a file that can be read.",
  valuesConfig: {
    CLEAN: { description: "It found nothing." },
    NOT_SCANNED: { description: "It was not asked: the clinic has none." },
  },
});

/** What takes up room, and is one of a patient's: a document whose file may come, or is here. */
export const takingRoom: readonly DocumentState[] = [
  DocumentState.AWAITING_UPLOAD,
  DocumentState.QUARANTINED,
  DocumentState.UNSCANNABLE,
  DocumentState.AVAILABLE,
];

interface Transition {
  readonly from: readonly DocumentState[];
  readonly to: DocumentState;
}

/** Every step that a document takes. */
const transitions = {
  complete: { from: [DocumentState.AWAITING_UPLOAD, DocumentState.UNSCANNABLE], to: DocumentState.QUARANTINED },
  accept: { from: [DocumentState.QUARANTINED], to: DocumentState.AVAILABLE },
  reject: { from: [DocumentState.QUARANTINED], to: DocumentState.REJECTED },
  giveUp: { from: [DocumentState.QUARANTINED], to: DocumentState.UNSCANNABLE },
  abandon: { from: [DocumentState.AWAITING_UPLOAD, DocumentState.UNSCANNABLE], to: DocumentState.ABANDONED },
} as const satisfies Readonly<Record<string, Transition>>;

/** Where `step` leads from `state`. @throws CommandRefusal ILLEGAL_TRANSITION, which names the state */
export function stateAfter(step: keyof typeof transitions, state: DocumentState): DocumentState {
  const { from, to }: Transition = transitions[step];
  if (from.includes(state)) return to;
  throw new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    `This document is ${state}; this can only be done while it is ${from.join(" or ")}.`,
  );
}
