import { Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import * as z from "zod/mini";
import { type Limit, optionalText, text } from "../../lib/forms/fields.ts";
import { useForm } from "../../lib/forms/use-form.ts";
import type { Outcome, UserError } from "../../lib/graphql/command.ts";
import { FormDialog } from "../form/form-dialog.tsx";
import styles from "./reason-dialog.module.css";

interface ReasonDialogProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** What will happen. */
  readonly children?: ReactNode;
  readonly label: string;
  readonly placeholder?: string;
  /** How long it may be, and who reads it. */
  readonly description?: string;
  readonly limit: Limit;
  /** It may be left empty. */
  readonly optional?: boolean;
  /** Where what was typed is kept until it is sent: what is done, and to what. */
  readonly draft: string;
  readonly confirm: string;
  /** What cannot be taken back looks like it. */
  readonly danger?: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Null while the same is under way already. */
  readonly send: (reason: string, idempotencyKey: string) => Promise<Outcome<unknown> | null>;
  readonly explain?: (error: UserError) => string;
  readonly onDone: () => void;
}

const manyLines = 1_000;

/** Has something done for a reason, or with a text, that is kept with it. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, subtitle, children, label, placeholder, description, limit, optional = false, draft } = props;
  const { confirm, danger = false, opened, onClose, send, explain, onDone } = props;
  const form = useForm({
    schema: z.object({ reason: optional ? optionalText(limit) : text(limit) }),
    initial: { reason: "" },
    draft,
    action: confirm,
    send: async ({ reason = "" }: { reason?: string | undefined }, idempotencyKey) =>
      (await send(reason, idempotencyKey)) ?? { kind: "unknown" },
    ...(explain === undefined ? {} : { explain }),
    // It is the only field: what is refused of a text is refused of this one.
    placeOf: ({ field }) =>
      field?.some((step) => step === "reason" || step === "text" || step === "note") ? "reason" : undefined,
    onDone() {
      onDone();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      title={title}
      subtitle={subtitle}
      size={480}
      opened={opened}
      onClose={onClose}
      submit={confirm}
      danger={danger}
    >
      {children !== undefined && <div className={styles.text}>{children}</div>}
      <Textarea
        data-autofocus
        label={label}
        placeholder={placeholder}
        description={description}
        required={!optional}
        rows={limit.max > manyLines ? 8 : 3}
        maxLength={limit.max}
        {...form.text("reason")}
      />
    </FormDialog>
  );
}
