import { CommandRefusal, type ErrorDefinition } from "@careconnect/kit";

/** What the commands of documents refuse. */
export const documentErrors: readonly ErrorDefinition[] = [
  {
    code: "FILE_TOO_LARGE",
    meaning: "a file is larger than any may be here; the message says how large that is",
    remedy: "make it smaller, or split it",
  },
  {
    code: "DOCUMENT_LIMIT",
    meaning: "the patient has as many documents as one may have; the message says how many that is",
    remedy: "ask whoever runs the system",
  },
  {
    code: "UPLOAD_LIMIT",
    meaning: "as many files as may be are awaited, for this patient or from you: announced, and not completed",
    remedy: "send and complete them, or wait: each is given up minutes after its link ended",
  },
  {
    code: "STORAGE_FULL",
    meaning: "the organization keeps as much as it may",
    remedy: "ask whoever runs the system",
  },
  {
    code: "UPLOAD_MISSING",
    meaning: "nothing was sent to the document's `upload` yet",
    remedy: "send the file, then complete",
  },
];

export function fileTooLarge(most: number): CommandRefusal {
  const megabytes = Math.floor(most / 1_048_576);
  return new CommandRefusal("FILE_TOO_LARGE", ["size"], `A file has ${megabytes} MiB at most.`);
}

export function documentLimit(most: number): CommandRefusal {
  return new CommandRefusal(
    "DOCUMENT_LIMIT",
    ["patientId"],
    `The patient has ${most} documents, and may have no more.`,
  );
}

export function uploadLimitOfPatient(most: number): CommandRefusal {
  const message = `${most} files are awaited for this patient: send and complete them first, or wait.`;
  return new CommandRefusal("UPLOAD_LIMIT", ["patientId"], message);
}

export function uploadLimitOfUser(most: number): CommandRefusal {
  return new CommandRefusal("UPLOAD_LIMIT", [], `${most} files are awaited from you: send and complete them first.`);
}

export function storageFull(): CommandRefusal {
  return new CommandRefusal("STORAGE_FULL", ["size"], "The organization keeps as much as it may.");
}

export function uploadMissing(): CommandRefusal {
  return new CommandRefusal("UPLOAD_MISSING", ["id"], "Nothing was sent to this document's upload yet.");
}
