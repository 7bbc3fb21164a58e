import type { SubgraphServices } from "@careconnect/kit";
import type { IdentitySettings } from "../identity.settings.ts";
import type { KnownBrowsers } from "../signin/known.browser.ts";
import type { FormTokens } from "./form.token.ts";

/** What the pages work with. */
export interface PageServices extends SubgraphServices {
  readonly settings: IdentitySettings;
  readonly forms: FormTokens;
  readonly browsers: KnownBrowsers;
  /** The path of the issuer, below which every page lies. */
  readonly base: string;
  /** Where the web app is. */
  readonly appUrl: string;
}
