import { describeFault, type SubgraphServices } from "@careconnect/kit";
import type { FastifyBaseLogger } from "fastify";
import { Provider } from "oidc-provider";
import type { SigningKeys } from "../signing/signing.keys.ts";
import { credentialHash } from "./credential.hash.ts";
import { providerConfiguration } from "./provider.configuration.ts";

/** Opens the OpenID provider at the issuer's address. */
export function openProvider(services: SubgraphServices, keys: SigningKeys, log: FastifyBaseLogger): Provider {
  const provider = new Provider(services.config.issuer, providerConfiguration(services, keys.privateJwks));
  provider.proxy = true;
  provider.on("server_error", (_ctx, error) => log.error({ fault: describeFault(error) }, "a sign-in request failed"));
  compareHashedSecrets(provider);
  return provider;
}

/** What is known of a client's secret is its hash. */
function compareHashedSecrets(provider: Provider): void {
  const prototype = provider.Client.prototype as { compareClientSecret(actual: string): boolean | Promise<boolean> };
  const compare = prototype.compareClientSecret;
  prototype.compareClientSecret = function compareHashed(actual) {
    return compare.call(this, credentialHash(actual));
  };
}
