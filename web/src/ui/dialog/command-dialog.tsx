import "@mantine/core/styles/Text.css";
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import styles from "./command-dialog.module.css";
import { DialogFrame } from "./dialog-frame.tsx";

interface CommandDialogProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** What the button says that does it. */
  readonly action: string;
  /** It cannot be undone. */
  readonly danger?: boolean;
  readonly size?: number;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly form: {
    readonly sending: boolean;
    readonly submit: () => void;
    readonly problems: Partial<Record<string, string | undefined>>;
  };
  readonly children?: ReactNode;
}

/** A command with what it takes to be decided: nothing happens before its button is pressed. */
export function CommandDialog(props: CommandDialogProps) {
  const { title, subtitle, action, danger = false, size = 480, opened, onClose, form, children } = props;
  const { t } = useTranslation();
  const fields = useRef<HTMLDivElement>(null);
  const { problems } = form;

  // What is wrong may be out of sight.
  useEffect(() => {
    if (Object.values(problems).some((problem) => problem !== undefined)) {
      fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [problems]);

  return (
    <DialogFrame
      title={title}
      subtitle={subtitle}
      size={size}
      opened={opened}
      onClose={onClose}
      onSubmit={form.submit}
      problem={problems.form}
      buttons={
        <>
          <Button variant="default" onClick={onClose}>
            {t("booking.cancel")}
          </Button>
          <Button type="submit" data-danger={danger || undefined} loading={form.sending}>
            {action}
          </Button>
        </>
      }
    >
      <div ref={fields} className={styles.fields}>
        {children}
      </div>
    </DialogFrame>
  );
}
