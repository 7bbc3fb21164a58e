import type { SubgraphServices } from "@careconnect/kit";
import type { IdentitySettings } from "../identity.settings.ts";

/** What the provider works with. */
export interface ProviderServices extends SubgraphServices {
  readonly settings: Pick<IdentitySettings, "browserIdleTime" | "mfaRequiredRoles">;
}
