import type { Ports } from "./ports.file.ts";
import { brokerVariableOf, type SubgraphName, subgraphNames, variableSuffix, variablesOf } from "./subgraph.names.ts";
import type { DatabaseUrls, SupervisorConfig } from "./supervisor.config.ts";

type Environment = NodeJS.ProcessEnv;

/** What every service gets of the user's environment: everything but other services' secrets and npm's own variables. */
function inherited(env: Environment): Environment {
  const kept = Object.entries(env).filter(
    ([name]) =>
      !/^(DATABASE_(OWNER_)?URL_|BROKER_(OWNER_)?URL(_|$)|OIDC_WEB_CLIENT_SECRET$|SMTP_URL$|STRIPE_|npm_|PORT$|HOST$)/i.test(
        name,
      ),
  );
  return Object.fromEntries(kept);
}

function common(env: Environment, config: SupervisorConfig, ports: Ports): Environment {
  return {
    // Compiled code is kept between starts, which halves the time a service needs to load its modules.
    NODE_COMPILE_CACHE: `${config.dataFolder}/run/compiled`,
    ...inherited(env),
    CARECONNECT_MODE: config.mode,
    CARECONNECT_DATA: config.dataFolder,
    CARECONNECT_SUPERVISED: "1",
    LOG_LEVEL: env.LOG_LEVEL || "info",
    OIDC_ISSUER: env.OIDC_ISSUER || `${env.CARECONNECT_PUBLIC_URL || `http://localhost:${ports.router}`}/oidc`,
    OIDC_JWKS_URL: env.OIDC_JWKS_URL || `http://127.0.0.1:${ports.identity}/oidc/jwks`,
  };
}

/** For a subgraph that serves; it never learns how to connect as the owner. */
export function subgraphEnvironment(
  name: SubgraphName,
  env: Environment,
  config: SupervisorConfig,
  ports: Ports,
  urls: DatabaseUrls,
  broker: DatabaseUrls,
): Environment {
  return {
    ...common(env, config, ports),
    HOST: "127.0.0.1",
    PORT: String(ports[name]),
    [variablesOf(name).app]: urls.app,
    BROKER_URL: env[brokerVariableOf(name)] || broker.app,
    CARECONNECT_KEYS_FILE: `${config.dataFolder}/keys/${name}.json`,
    ...(name === "identity" && clientSecret(env)),
    // A patient's data is exported from all of them.
    ...(name === "patient" && subgraphUrls(ports)),
    // The mail server's password is in it.
    ...(name === "identity" && env.SMTP_URL && { SMTP_URL: env.SMTP_URL }),
    // Whoever has these takes money, and gives it back.
    ...(name === "billing" && stripeVariables(env)),
  };
}

function stripeVariables(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("STRIPE_")));
}

/** For what stands in for Stripe, which tells billing of payments as Stripe does: over the router. */
export function simulatorEnvironment(env: Environment, config: SupervisorConfig, ports: Ports): Environment {
  return {
    ...common(env, config, ports),
    ...stripeVariables(env),
    HOST: "127.0.0.1",
    PORT: String(ports["stripe-simulator"]),
    STRIPE_SIMULATOR_WEBHOOK_URL: `http://127.0.0.1:${ports.router}/webhooks/stripe`,
  };
}

/** What the router and identity share, and nobody else learns. */
function clientSecret({ OIDC_WEB_CLIENT_SECRET }: Environment): Environment {
  return OIDC_WEB_CLIENT_SECRET ? { OIDC_WEB_CLIENT_SECRET } : {};
}

/** For a service that migrates its database and, as the broker's owner, makes its queues there. */
export function migrationEnvironment(
  name: SubgraphName | "router",
  serving: Environment,
  urls: DatabaseUrls,
  broker?: DatabaseUrls,
): Environment {
  return { ...serving, [variablesOf(name).owner]: urls.owner, ...(broker && { BROKER_OWNER_URL: broker.owner }) };
}

/** For the program that makes the broker's tables, or exchanges. */
export function brokerMigrationEnvironment(
  env: Environment,
  config: SupervisorConfig,
  ports: Ports,
  urls: DatabaseUrls,
): Environment {
  return { ...common(env, config, ports), BROKER_URL: urls.app, BROKER_OWNER_URL: urls.owner };
}

export function routerEnvironment(
  env: Environment,
  config: SupervisorConfig,
  ports: Ports,
  urls: DatabaseUrls,
): Environment {
  return {
    ...common(env, config, ports),
    HOST: config.host,
    PORT: String(ports.router),
    IDENTITY_URL: `http://127.0.0.1:${ports.identity}`,
    FILES_URL: `http://127.0.0.1:${ports.patient}`,
    WEBHOOKS_URL: `http://127.0.0.1:${ports.billing}`,
    INVOICE_FILES_URL: `http://127.0.0.1:${ports.billing}`,
    [variablesOf("router").app]: urls.app,
    ...clientSecret(env),
    ...subgraphUrls(ports),
  };
}

/** Where each subgraph is. */
function subgraphUrls(ports: Ports): Environment {
  return Object.fromEntries(
    subgraphNames.map((name) => [`SUBGRAPH_URL_${variableSuffix(name)}`, `http://127.0.0.1:${ports[name]}/graphql`]),
  );
}
