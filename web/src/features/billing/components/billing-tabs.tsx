import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { SectionTabs } from "../../../ui/layout/section-tabs.tsx";

/** The pages of those who keep the books. */
export function BillingTabs() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  return (
    <SectionTabs
      label={common("billing.title")}
      tabs={[
        { to: "/billing", label: t("tabs.invoices") },
        { to: "/billing/payments", label: t("tabs.payments") },
        { to: "/billing/prepayments", label: t("tabs.prepayments") },
        { to: "/billing/reconciliation", label: t("tabs.reconciliation") },
        { to: "/billing/prices", label: t("tabs.prices") },
        { to: "/billing/terms", label: t("tabs.terms") },
      ]}
    />
  );
}
