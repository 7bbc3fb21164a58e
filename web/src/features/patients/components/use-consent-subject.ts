import { useCallback } from "react";
import type { ConsentRowFragment } from "../../../graphql/graphql.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";

/** What a consent is about, as people say it. */
export function useConsentSubject(): (consent: Pick<ConsentRowFragment, "scope" | "provider" | "channel">) => string {
  const { t } = useTranslation("record");
  const { t: common } = useTranslation();
  return useCallback(
    ({ scope, provider, channel }) => {
      if (scope === "PROVIDER_ACCESS") {
        return t("consents.providerAccess", { name: provider?.fullName ?? common("person.hidden") });
      }
      if (scope === "COMMUNICATION") {
        return channel === null
          ? t("consents.communication")
          : t("consents.communicationBy", { channel: t(`channels.${channel}`) });
      }
      return t("consents.dataSharing");
    },
    [t, common],
  );
}
