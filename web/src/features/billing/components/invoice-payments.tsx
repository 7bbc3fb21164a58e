import { Button } from "@mantine/core";
import type { InvoicePaymentFragment, InvoiceWholeFragment } from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Card } from "../../../ui/layout/card.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { declineText } from "../declines.ts";
import { refundable } from "../settlement.ts";
import { usePaymentChanges } from "../use-money-changes.ts";
import styles from "./invoice-page.module.css";
import { PaymentStatusBadge } from "./payment-status-badge.tsx";

interface InvoicePaymentsProps {
  readonly invoice: InvoiceWholeFragment;
  /** Called when a payment went on: one that was declined changes nothing of its invoice. */
  readonly onChange: () => void;
  /** Absent for those who only look. */
  readonly onAct: ((kind: "refund" | "giveUp", payment: InvoicePaymentFragment) => void) | undefined;
}

/** What was paid for an invoice, and what of it was given back; nothing for whom payments are not for. */
export function InvoicePayments({ invoice, ...props }: InvoicePaymentsProps) {
  return invoice.payments === null ? null : <PaymentsCard invoice={invoice} payments={invoice.payments} {...props} />;
}

interface PaymentsCardProps extends InvoicePaymentsProps {
  readonly payments: readonly InvoicePaymentFragment[];
}

function PaymentsCard({ invoice, payments, onChange, onAct }: PaymentsCardProps) {
  const { t } = useTranslation("bookkeeping");
  const { number, status, patient } = invoice;
  usePaymentChanges(patient?.id ?? null, onChange);
  return (
    <Card title={t("invoice.payments")} flush>
      {payments.length === 0 ? (
        <EmptyState text={t("invoice.paymentsEmpty")} />
      ) : (
        <ul className={styles.entries}>
          {payments.map((payment) => (
            <PaymentEntry key={payment.id} payment={payment} onAct={onAct} />
          ))}
        </ul>
      )}
      {number === null && status !== "DRAFT" && <p className={styles.notice}>{t("invoice.paidBefore")}</p>}
    </Card>
  );
}

function PaymentEntry({
  payment,
  onAct,
}: {
  readonly payment: InvoicePaymentFragment;
  readonly onAct: InvoicePaymentsProps["onAct"];
}) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const { method, party, reference, receivedAt, amount, refunds, status, failureCode } = payment;
  return (
    <li>
      <div className={styles.entry}>
        <span>
          <strong>{t(`methods.${method}`)}</strong>
          <span className={styles.detail}>
            {[
              receivedAt !== null ? format.day(receivedAt) : status === "PENDING" ? t("invoice.underWay") : null,
              t(`parties.${party}`),
              reference === null ? null : t("invoice.reference", { reference }),
            ]
              .filter((part) => part !== null)
              .join(" · ")}
          </span>
          {status === "FAILED" && failureCode !== null && (
            <span className={`${styles.detail} ${styles.declined}`}>{declineText(failureCode, t)}</span>
          )}
        </span>
        <span className={styles.amount}>
          <strong>{format.money(amount)}</strong>
          {status !== "SUCCEEDED" && (
            <span className={styles.detail}>
              <PaymentStatusBadge status={status} />
            </span>
          )}
        </span>
        {onAct !== undefined &&
          (status === "PENDING" ? (
            <Button
              variant="default"
              size="xs"
              className={styles.unprinted ?? ""}
              aria-label={t("giveUpPayment", { amount: format.money(amount) })}
              onClick={() => onAct("giveUp", payment)}
            >
              {t("actions.giveUp")}
            </Button>
          ) : (
            <Button
              variant="default"
              size="xs"
              className={styles.unprinted ?? ""}
              disabled={refundable(payment) === 0}
              aria-label={t("refundPayment", { amount: format.money(amount) })}
              onClick={() => onAct("refund", payment)}
            >
              {t("actions.refund")}
            </Button>
          ))}
      </div>
      {refunds !== null && refunds.length > 0 && (
        <ul className={styles.refunds}>
          {refunds.map((refund) => (
            <li key={refund.id}>
              <span>
                {[
                  t("invoice.refundOf", { date: format.day(refund.refundedAt) }),
                  refund.status === "SUCCEEDED" ? null : t(`invoice.refundStatuses.${refund.status}`),
                ]
                  .filter((part) => part !== null)
                  .join(" · ")}
                {refund.reason !== null && <span className={styles.detail}>{refund.reason}</span>}
              </span>
              <span>{format.money({ ...refund.amount, amount: -refund.amount.amount })}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
