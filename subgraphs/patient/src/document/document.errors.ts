import { CommandRefusal, type ErrorDefinition } from "@careconnect/kit";

/** What the commands of documents refuse. */
export const documentErrors: readonly ErrorDefinition[] = [
  {
    code: "FILE_TOO_LARGE",
    meaning: "a file is larger than any may be here; the message says how large that is",
    remedy: "make it smaller, or split it",
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

export function storageFull(): CommandRefusal {
  return new CommandRefusal("STORAGE_FULL", ["size"], "The organization keeps as much as it may.");
}

export function uploadMissing(): CommandRefusal {
  return new CommandRefusal("UPLOAD_MISSING", ["id"], "Nothing was sent to this document's upload yet.");
}
