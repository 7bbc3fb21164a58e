// What dialogs say besides their fields.
import "@mantine/core/styles/Text.css";
import { Button } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import type { Form } from "../../lib/forms/use-form.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";
import { DialogFrame } from "../dialog/dialog-frame.tsx";
import { LeaveButtons } from "./leave-buttons.tsx";
import { RestoredNotice } from "./restored-notice.tsx";
import { useLeaveGuard } from "./use-leave-guard.tsx";

interface FormDialogProps<Values extends object> {
  readonly form: Form<Values>;
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly size: number;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** What the button says that sends it. */
  readonly submit: string;
  /** What the button says that closes it; by default that it is cancelled. */
  readonly cancel?: string;
  /** It destroys something. */
  readonly danger?: boolean;
  readonly children: ReactNode;
}

/** A form in a dialog. What was typed is given up only by whoever says so. */
export function FormDialog<Values extends object>(props: FormDialogProps<Values>) {
  const { form, title, subtitle, size, opened, onClose, submit, cancel, danger = false, children } = props;
  const { t } = useTranslation();
  const [closing, setClosing] = useState(false);
  const writingAt = useRef<Element | null>(null);
  const guard = useLeaveGuard(opened && form.written);
  const asking = closing || guard.asking;

  function close(): void {
    if (!form.written) {
      onClose();
    } else if (!asking) {
      writingAt.current = document.activeElement;
      setClosing(true);
    }
  }

  function stay(): void {
    setClosing(false);
    guard.stay();
    if (writingAt.current instanceof HTMLElement) {
      writingAt.current.focus();
    }
  }

  function leave(): void {
    form.discard();
    setClosing(false);
    onClose();
    guard.leave();
  }

  return (
    <DialogFrame
      title={title}
      subtitle={subtitle}
      size={size}
      opened={opened}
      onClose={close}
      onSubmit={form.submit}
      problem={asking ? t("forms.leaveQuestion") : form.problem("form")}
      buttons={
        asking ? (
          <LeaveButtons onStay={stay} onLeave={leave} />
        ) : (
          <>
            <Button variant="default" onClick={close}>
              {cancel ?? t("forms.cancel")}
            </Button>
            <Button type="submit" loading={form.sending} data-danger={danger || undefined}>
              {submit}
            </Button>
          </>
        )
      }
    >
      {guard.blocker}
      {form.restored && <RestoredNotice onDiscard={form.discard} />}
      <div ref={form.fields}>{children}</div>
    </DialogFrame>
  );
}
