import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { TabNav } from "../../../ui/layout/tab-nav.tsx";

/** The pages of those who administer the directory. */
export function DirectoryTabs() {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  return (
    <TabNav
      label={common("providers.title")}
      tabs={[
        { to: "/providers", label: t("tabs.providers") },
        { to: "/providers/applications", label: t("tabs.applications") },
        { to: "/providers/ratings", label: t("tabs.ratings") },
      ]}
    />
  );
}
