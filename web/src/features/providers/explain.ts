import { useCallback } from "react";
import type { UserError } from "../../lib/graphql/command.ts";
import { refusalText } from "../../lib/graphql/refusal-text.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

const explained = ["OWN_APPLICATION", "CREDENTIAL_RECORDED", "OWN_RATING", "OWN_VISIT"] as const;

/** Why a command about providers was refused, for people. */
export function useExplain(): (error: UserError) => string {
  const { t } = useTranslation("directory");
  const { t: common } = useTranslation();
  return useCallback(
    (error) => {
      const known = explained.find((code) => code === error.code);
      return known === undefined ? refusalText(error, common) : t(`refusals.${known}`);
    },
    [t, common],
  );
}
