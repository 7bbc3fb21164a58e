import { useCallback, useRef, useState } from "react";
import { type TypedDocumentNode, useClient } from "urql";
import { announceCommand } from "../live/command-channel.ts";
import { useViewer } from "../viewer.ts";
import { createAttemptKeys } from "./attempt-key.ts";
import { type Outcome, sendCommand, type UserError } from "./command.ts";

/**
 * Sends a command, each attempt with its key: what is sent again after no answer came has the same one. While one is
 * under way no other is sent.
 */
export function useCommand<Data, Input extends object, Payload extends { readonly userErrors: readonly UserError[] }>(
  document: TypedDocumentNode<Data, { input: Input & { idempotencyKey?: string | null } }>,
  select: (data: Data) => Payload | null,
) {
  const client = useClient();
  const { id: userId } = useViewer();
  const [keys] = useState(createAttemptKeys);
  const busy = useRef(false);
  const [sending, setSending] = useState(false);
  const latest = useRef(select);
  latest.current = select;

  const send = useCallback(
    async (input: Input): Promise<Outcome<Payload> | null> => {
      if (busy.current) {
        return null;
      }
      busy.current = true;
      setSending(true);
      const outcome = await sendCommand(
        client,
        document,
        { ...input, idempotencyKey: keys.keyFor(input) },
        latest.current,
      );
      if (outcome.kind !== "unknown") {
        keys.answered();
      }
      if (outcome.kind === "done") {
        announceCommand(userId);
      }
      busy.current = false;
      setSending(false);
      return outcome;
    },
    [client, document, keys, userId],
  );
  return { send, sending };
}
