import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import {
  CompleteDocumentUploadDocument,
  type DocumentCategory,
  DocumentProgressDocument,
  type DocumentRowFragment,
  RequestDocumentUploadDocument,
  type RequestDocumentUploadMutation,
} from "../../graphql/graphql.ts";
import { type AttemptKeys, createAttemptKeys } from "../../lib/graphql/attempt-key.ts";
import { sendCommand, type UserError } from "../../lib/graphql/command.ts";
import { useLeaveGuard } from "../../ui/form/use-leave-guard.tsx";
import { documentTypeOf } from "./document-type.ts";
import { digestOf, sendFile } from "./send-file.ts";

type Announced = NonNullable<NonNullable<RequestDocumentUploadMutation["requestDocumentUpload"]>["document"]>;

/** Why a file did not arrive. `refused` is the server's word, whose error says more; `rejected` that of its check. */
export type UploadProblem =
  | { readonly kind: "type" | "unreadable" | "interrupted" | "unknown" }
  | { readonly kind: "refused"; readonly error: UserError }
  | { readonly kind: "rejected"; readonly document: DocumentRowFragment };

export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly category: DocumentCategory;
  readonly phase: "announcing" | "sending" | "checking" | "done" | "failed";
  /** How much has been sent, 0 to 1. */
  readonly share: number;
  readonly problem?: UploadProblem;
}

/** A file that has not arrived. Its keys let whoever was not answered ask for the same thing again. */
interface Waiting {
  readonly file: File;
  readonly keys: AttemptKeys;
  readonly announced?: Announced;
}

const checkMilliseconds = 1_000;
// A file is checked within seconds; after this the list itself says how it stands.
const checksAtMost = 30;

/** Sends files for a patient, one after the other, and keeps what did not arrive for another try. */
export function useUploads(patientId: string, onArrived: () => void) {
  const client = useClient();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const files = useRef(new Map<string, Waiting>());
  const queue = useRef<Promise<void>>(Promise.resolve());
  const leaving = useRef<AbortController | null>(null);

  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    return () => controller.abort();
  }, []);

  const note = useCallback((key: string, change: Partial<Upload>) => {
    setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)));
  }, []);

  const run = useCallback(
    async (key: string, category: DocumentCategory): Promise<void> => {
      const known = files.current.get(key);
      const signal = leaving.current?.signal;
      if (known === undefined || signal === undefined || signal.aborted) {
        return;
      }
      const fail = (problem: UploadProblem) => note(key, { phase: "failed", problem });
      const { file, keys } = known;
      const contentType = documentTypeOf(file);
      if (contentType === undefined) {
        fail({ kind: "type" });
        return;
      }
      let announced = known.announced;
      if (announced?.upload == null || Date.parse(announced.upload.expiresAt) < Date.now()) {
        note(key, { phase: "announcing", share: 0 });
        let sha256: string | undefined;
        try {
          sha256 = await digestOf(file);
        } catch {
          // Moved or deleted since it was chosen, or too large for the browser to hold.
          fail({ kind: "unreadable" });
          return;
        }
        const input = {
          ...{ patientId, category, contentType, name: file.name, size: file.size },
          ...(sha256 === undefined ? {} : { sha256 }),
        };
        const outcome = await sendCommand(
          client,
          RequestDocumentUploadDocument,
          { ...input, idempotencyKey: keys.keyFor(input) },
          ({ requestDocumentUpload }) => requestDocumentUpload,
        );
        if (outcome.kind !== "unknown") {
          keys.answered();
        }
        if (outcome.kind !== "done" || outcome.payload.document === null) {
          const error = outcome.kind === "refused" ? outcome.errors[0] : undefined;
          fail(error === undefined ? { kind: "unknown" } : { kind: "refused", error });
          return;
        }
        announced = outcome.payload.document;
        files.current.set(key, { file, keys, announced });
      }
      const { id, upload } = announced;
      if (upload !== null) {
        note(key, { phase: "sending" });
        const sent = await sendFile(file, upload, (share) => note(key, { share }), signal);
        if (sent !== "taken") {
          if (sent === "refused") {
            files.current.set(key, { file, keys });
          }
          fail({ kind: "interrupted" });
          return;
        }
      }
      note(key, { phase: "checking", share: 1 });
      const completion = { id };
      const outcome = await sendCommand(
        client,
        CompleteDocumentUploadDocument,
        { ...completion, idempotencyKey: keys.keyFor(completion) },
        ({ completeDocumentUpload }) => completeDocumentUpload,
      );
      if (outcome.kind !== "done") {
        const error = outcome.kind === "refused" ? outcome.errors[0] : undefined;
        fail(error === undefined ? { kind: "unknown" } : { kind: "refused", error });
        return;
      }
      let document: DocumentRowFragment | null = outcome.payload.document;
      for (let checks = 0; document?.state === "QUARANTINED" && checks < checksAtMost; checks += 1) {
        await new Promise((resolve) => setTimeout(resolve, checkMilliseconds));
        if (signal.aborted) {
          return;
        }
        const answer = await client.query(DocumentProgressDocument, { id }, { requestPolicy: "network-only" });
        document = answer.data?.document ?? document;
      }
      onArrived();
      if (document?.state === "REJECTED") {
        files.current.delete(key);
        fail({ kind: "rejected", document });
      } else {
        files.current.delete(key);
        note(key, { phase: "done", share: 1 });
      }
    },
    [client, patientId, note, onArrived],
  );

  const enqueue = useCallback(
    (key: string, category: DocumentCategory) => {
      queue.current = queue.current.then(() => run(key, category));
    },
    [run],
  );

  const add = useCallback(
    (chosen: readonly File[], category: DocumentCategory) => {
      const fresh = chosen.map((file): Upload => {
        const key = crypto.randomUUID();
        files.current.set(key, { file, keys: createAttemptKeys() });
        return { key, name: file.name, size: file.size, category, phase: "announcing", share: 0 };
      });
      setUploads((before) => [...fresh, ...before]);
      for (const { key } of fresh) {
        enqueue(key, category);
      }
    },
    [enqueue],
  );

  const retry = useCallback(
    ({ key, category }: Upload) => {
      setUploads((before) =>
        before.map((upload) => {
          if (upload.key !== key) {
            return upload;
          }
          const { problem: _, ...rest } = upload;
          return { ...rest, phase: "announcing", share: 0 };
        }),
      );
      enqueue(key, category);
    },
    [enqueue],
  );

  const dismiss = useCallback((key: string) => {
    files.current.delete(key);
    setUploads((before) => before.filter((upload) => upload.key !== key));
  }, []);

  const busy = uploads.some(({ phase }) => phase !== "done" && phase !== "failed");
  // Leaving the page ends what is being sent.
  const guard = useLeaveGuard(busy);

  return { uploads, add, retry, dismiss, guard };
}
