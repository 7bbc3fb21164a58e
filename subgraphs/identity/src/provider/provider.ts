import { timingSafeEqual } from "node:crypto";
import { describeFault } from "@careconnect/kit";
import type { FastifyBaseLogger } from "fastify";
import { Provider } from "oidc-provider";
import { aroundProvider } from "../interaction/provider.pages.ts";
import type { SigningKeys } from "../signing/signing.keys.ts";
import { credentialHash } from "./credential.hash.ts";
import { providerConfiguration } from "./provider.configuration.ts";
import type { ProviderServices } from "./provider.services.ts";

/**
 * The OpenID provider at the issuer's address. Its keys are given to it when it is made, so that there is another one
 * whenever they change; what it remembers is in the database.
 */
export interface ProviderHolder extends Pick<Provider, "interactionDetails" | "interactionResult"> {
  current(): Provider;
  useKeys(keys: SigningKeys): void;
}

export function openProvider(services: ProviderServices, keys: SigningKeys, log: FastifyBaseLogger): ProviderHolder {
  let provider = createProvider(services, keys, log);
  return {
    current: () => provider,
    interactionDetails: (...request) => provider.interactionDetails(...request),
    interactionResult: (...request) => provider.interactionResult(...request),
    useKeys(changed) {
      provider = createProvider(services, changed, log);
    },
  };
}

function createProvider(services: ProviderServices, keys: SigningKeys, log: FastifyBaseLogger): Provider {
  const provider = new Provider(services.config.issuer, providerConfiguration(services, keys.privateJwks));
  provider.proxy = true;
  provider.use(aroundProvider);
  provider.on("server_error", (_ctx, error) => log.error({ fault: describeFault(error) }, "a sign-in request failed"));
  compareHashedSecrets(provider);
  return provider;
}

/** What is known of a client's secret is its hash. */
function compareHashedSecrets(provider: Provider): void {
  const prototype = provider.Client.prototype as {
    clientSecret?: string;
    compareClientSecret(actual: string): boolean;
  };
  prototype.compareClientSecret = function compareHashed(actual) {
    const given = Buffer.from(credentialHash(actual));
    // While its secret is being rotated a client has two.
    return (this.clientSecret ?? "").split(" ").some((hash) => isEqual(Buffer.from(hash), given));
  };
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
