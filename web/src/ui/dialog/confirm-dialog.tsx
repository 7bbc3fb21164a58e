import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import * as z from "zod/mini";
import { useForm } from "../../lib/forms/use-form.ts";
import type { Outcome, UserError } from "../../lib/graphql/command.ts";
import { FormDialog } from "../form/form-dialog.tsx";

interface ConfirmDialogProps<Payload> {
  readonly title: string;
  /** What will happen. */
  readonly children: ReactNode;
  readonly confirm: string;
  /** What cannot be taken back looks like it. */
  readonly danger?: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly send: (idempotencyKey: string) => Promise<Outcome<Payload>>;
  readonly explain?: (error: UserError) => string;
  readonly onDone: (payload: Payload) => void;
}

/** Has something done after a question. */
export function ConfirmDialog<Payload>(props: ConfirmDialogProps<Payload>) {
  const { title, children, confirm, danger = false, opened, onClose, send, explain, onDone } = props;
  const form = useForm({
    schema: z.object({}),
    initial: {},
    action: confirm,
    send: (_: object, idempotencyKey) => send(idempotencyKey),
    ...(explain === undefined ? {} : { explain }),
    onDone(payload) {
      onDone(payload);
      onClose();
    },
  });
  return (
    <FormDialog form={form} title={title} size={480} opened={opened} onClose={onClose} submit={confirm} danger={danger}>
      <Text size="sm">{children}</Text>
    </FormDialog>
  );
}
