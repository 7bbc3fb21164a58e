import { createHash, timingSafeEqual } from "node:crypto";
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { ApiError, invalidRequest } from "./api.error.ts";
import { apiRoutes, expanded } from "./api.routes.ts";
import { challengePage } from "./challenge.page.ts";
import { readForm } from "./form.body.ts";
import { createSimulation, Declined } from "./payment.simulation.ts";
import { type Job, openStorage } from "./simulator.storage.ts";
import { pauseAfter, tell } from "./webhook.sender.ts";

export interface SimulatorOptions {
  /** Where everything is kept, or `:memory:`. */
  readonly file: string;
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Who is told of events; nobody when it is undefined. */
  readonly webhookUrl?: string | undefined;
  readonly host?: string;
  readonly port?: number;
  /** How long what takes its time takes, such as webhooks that are late, in milliseconds. */
  readonly slowMs?: number;
}

export interface Simulator {
  readonly url: string;
  /** Tells events to whoever is at this address from now on. */
  tellTo(url: string): void;
  /** Answers the next so many requests with nothing, after it has done what they asked for. */
  loseAnswers(count: number): void;
  /** Answers the next so many requests with a fault, and does nothing. */
  refuse(count: number): void;
  /** Knows no key any more with which something was asked, as Stripe after a day. */
  forgetKeys(): void;
  /** Ends nothing that is under way, and tells nothing, until it goes on. */
  pause(isPaused: boolean): void;
  /** How many times something is still to be told that says this, such as an id. */
  untold(said: string): number;
  close(): Promise<void>;
}

const jobInterval = 50;

/** Starts a service that speaks what we need of Stripe's API, and moves no money. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const storage = openStorage(options.file);
  let url = "";
  const payments = createSimulation({
    storage,
    challengeUrl: (id) => `${url}/challenge/${id}`,
    slowMs: options.slowMs ?? 3_000,
  });
  let [answersToLose, requestsToRefuse] = [0, 0];
  let isPaused = false;
  let { webhookUrl } = options;
  const app = Fastify({ bodyLimit: 262_144, requestTimeout: 30_000, forceCloseConnections: true });
  app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
    done(null, readForm(String(body))),
  );
  app.setErrorHandler(answerError);

  await app.register(async (api) => {
    api.addHook("onRequest", async (request) => assertKey(request, options.secretKey));
    for (const route of apiRoutes)
      api.route({
        method: route.method,
        url: route.path,
        async handler(request, reply) {
          if (requestsToRefuse > 0) {
            requestsToRefuse -= 1;
            throw new ApiError(503, { type: "api_error", message: "The simulator was told to refuse this." });
          }
          const { status, body, isReplay } = storage.transaction(() => answerOnce(request, route));
          if (answersToLose > 0) {
            answersToLose -= 1;
            request.raw.socket.destroy();
            return reply.hijack();
          }
          if (isReplay) reply.header("idempotent-replayed", "true");
          return reply.code(status).header("request-id", request.id).type("application/json").send(body);
        },
      });
  });

  /** What a request is answered with: what it was answered with before, when its key was. */
  function answerOnce(request: FastifyRequest, route: (typeof apiRoutes)[number]) {
    const { id = "" } = request.params as { readonly id?: string };
    const query = request.url.split("?")[1] ?? "";
    const fields = request.method === "GET" ? readForm(query) : ((request.body ?? {}) as ReturnType<typeof readForm>);
    const { "idempotency-key": key } = request.headers;
    const asked = createHash("sha256")
      .update(JSON.stringify([route.path, id, fields]))
      .digest("hex");
    const known = request.method === "POST" && typeof key === "string" ? storage.findReply(key) : undefined;
    if (known && known.request !== asked)
      throw new ApiError(400, {
        type: "idempotency_error",
        message: "Keys for idempotent requests can only be used with the same parameters they were first used with.",
      });
    if (known) return { ...known, isReplay: true };
    const answer = answerOf(() => expanded(storage, route.answer({ storage, payments }, fields, id), fields));
    if (request.method === "POST" && typeof key === "string") storage.keepReply(key, asked, answer.status, answer.body);
    return { ...answer, isReplay: false };
  }

  app.get("/challenge/:id", async (request, reply) => {
    const intent = payments.findIntent((request.params as { readonly id: string }).id);
    return reply.type("text/html").send(challengePage(intent, intent.status !== "requires_action"));
  });
  app.post("/challenge/:id", async (request, reply) => {
    const { outcome } = (request.body ?? {}) as { readonly outcome?: string };
    const { id } = request.params as { readonly id: string };
    const { next_action } = payments.findIntent(id) as {
      readonly next_action?: { readonly redirect_to_url?: { readonly return_url: string | null } };
    };
    storage.transaction(() => payments.authenticated(id, outcome === "complete"));
    const back = next_action?.redirect_to_url?.return_url;
    if (back) return reply.redirect(back, 303);
    return reply.type("text/html").send(challengePage(payments.findIntent(id), true));
  });
  app.get("/readyz", async () => ({ status: "ok" }));

  const stopJobs = repeat(async () => {
    if (!isPaused) for (const job of storage.dueJobs(Date.now())) await work(job);
  });

  async function work({ id, kind, subject, attempts }: Job): Promise<void> {
    if (kind !== "tell") {
      storage.transaction(() => {
        if (kind === "settle") payments.settle(subject);
        else payments.endRefund(subject, kind === "settleRefund");
        storage.endJob(id);
      });
      return;
    }
    const event = storage.find(subject);
    const isTold = !event || !webhookUrl || (await tell(webhookUrl, JSON.stringify(event), options.webhookSecret));
    if (isTold) storage.endJob(id);
    else storage.delayJob(id, Date.now() + pauseAfter(attempts));
  }

  url = await app.listen({ host: options.host ?? "127.0.0.1", port: options.port ?? 0 });
  return {
    url,
    tellTo: (address) => {
      webhookUrl = address;
    },
    loseAnswers: (count) => {
      answersToLose = count;
    },
    refuse: (count) => {
      requestsToRefuse = count;
    },
    forgetKeys: () => storage.forgetReplies(),
    pause: (paused) => {
      isPaused = paused;
    },
    untold: (said) => storage.untold(said),
    async close() {
      await stopJobs();
      await app.close();
      storage.close();
    },
  };
}

function answerOf(work: () => unknown): { readonly status: number; readonly body: string } {
  try {
    return { status: 200, body: JSON.stringify(work()) };
  } catch (error) {
    // What a decline changed is kept, and it is the answer.
    if (error instanceof Declined) return { status: error.status, body: JSON.stringify({ error: error.error }) };
    throw error;
  }
}

function assertKey({ headers }: FastifyRequest, secretKey: string): void {
  const given = createHash("sha256").update(String(headers.authorization)).digest();
  if (timingSafeEqual(given, createHash("sha256").update(`Bearer ${secretKey}`).digest())) return;
  throw new ApiError(401, { type: "invalid_request_error", message: "Invalid API Key provided." });
}

function answerError(error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof ApiError) return reply.code(error.status).send({ error: error.error });
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  const known =
    statusCode < 500
      ? invalidRequest("The request cannot be read.").error
      : { type: "api_error", message: "The simulator has a fault." };
  return reply.code(statusCode).send({ error: known });
}

/** Does `work` again and again, one after the other. @returns how it is stopped */
function repeat(work: () => Promise<void>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  const round = () => {
    running = work()
      .catch((error: unknown) => void process.stderr.write(`simulator: ${String(error)}\n`))
      .then(() => {
        if (!isStopped) timer = setTimeout(round, jobInterval);
      });
  };
  round();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
