import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { TabNav } from "../../../ui/layout/tab-nav.tsx";

/** The pages of those who keep the books. */
export function BillingTabs() {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  return (
    <TabNav
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
