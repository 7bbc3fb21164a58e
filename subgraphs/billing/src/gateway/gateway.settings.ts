import { ConfigurationError, givenVariables, type SubgraphConfig } from "@careconnect/kit";
import { z } from "zod";

/** How Stripe is reached, or what stands in for it. */
export interface GatewaySettings {
  readonly apiBase: URL;
  readonly secretKey: string;
  /** By which events are known to be from there. */
  readonly webhookSecret: string;
  /** What pages of a browser use; undefined where there is none. */
  readonly publishableKey: string | undefined;
  /** The origin of our own pages, to which whoever pays comes back. */
  readonly site: string;
  /** Whether no money is moved. */
  readonly isSimulated: boolean;
}

const stripe = "https://api.stripe.com";

const text = (what: string) => z.string({ error: `is missing: ${what}` }).min(1, `is missing: ${what}`);

const variables = z.object({
  STRIPE_API_BASE: z
    .string()
    .default(stripe)
    .refine(
      (value) => /^https?:\/\/[^/]+\/?$/.test(value) && URL.canParse(value),
      "must be an origin such as https://api.stripe.com",
    ),
  STRIPE_SECRET_KEY: text("it is the secret key of the Stripe account, or none to take no payments online"),
  STRIPE_WEBHOOK_SECRET: text("it is the signing secret of the webhook endpoint /webhooks/stripe"),
  STRIPE_PUBLISHABLE_KEY: z.string().min(1).optional(),
});

/**
 * Reads STRIPE_*. Undefined where no payments are taken online: in the demo when nothing is said, elsewhere when the key is
 * `none`, which is to be decided, and not to be forgotten.
 * @throws ConfigurationError
 */
export function readGatewaySettings(
  env: NodeJS.ProcessEnv,
  { mode, issuer }: Pick<SubgraphConfig, "mode" | "issuer">,
): GatewaySettings | undefined {
  const given = givenVariables(env);
  if (given.STRIPE_SECRET_KEY === "none" || (mode === "demo" && !given.STRIPE_SECRET_KEY)) return undefined;
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
    throw new ConfigurationError(`Payments are not configured: ${problems.join("; ")}.`);
  }
  const apiBase = new URL(parsed.data.STRIPE_API_BASE);
  const isSimulated = apiBase.origin !== stripe;
  if (mode === "production" && isSimulated)
    throw new ConfigurationError(
      "STRIPE_API_BASE names something else than Stripe, where no money is moved: unset it in production.",
    );
  return {
    ...{ apiBase, isSimulated, site: new URL(issuer).origin, secretKey: parsed.data.STRIPE_SECRET_KEY },
    ...{ webhookSecret: parsed.data.STRIPE_WEBHOOK_SECRET, publishableKey: parsed.data.STRIPE_PUBLISHABLE_KEY },
  };
}
