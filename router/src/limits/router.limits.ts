/**
 * Every bound the router puts on its callers and on itself, in one place.
 * Sizes are in bytes, times in milliseconds unless the name says otherwise.
 */
export const limits = {
  http: {
    bodyBytes: 1_048_576,
    /** How long a request may take to arrive: a slow line sends a file within it. */
    requestTimeout: 120_000,
    /** How long a request may take to be answered, from its first byte. */
    handlerTimeout: 30_000,
    shutdownTimeout: 10_000,
    idleCheck: 50,
  },
  document: {
    tokens: 5_000,
    depth: 12,
    /** Fields after fragments are expanded, so that a fragment bomb is counted for what it costs. */
    fields: 1_500,
    rootFields: 20,
    aliases: 50,
    /** Levels of objects and lists in variables. */
    variableDepth: 20,
    /** Characters of accepted documents that are remembered, so that a repeated one is not counted again. */
    acceptedCharacters: 4_000_000,
  },
  subgraph: {
    connections: 64,
    connectTimeout: 1_000,
    responseBytes: 32 * 1_048_576,
    healthTimeout: 1_000,
    healthCache: 1_000,
    /** How many errors one lost fetch may add: a page holds at most 100 entities. */
    errorsPerFetch: 100,
  },
  /** No fetch starts later than this after the operation did, so that a slow plan still answers in part. */
  operationTimeout: 20_000,
  identity: {
    /** Of what is passed on to its pages: forms. */
    bodyBytes: 65_536,
    timeout: 5_000,
    responseBytes: 1_048_576,
    connections: 16,
  },
  webhooks: {
    /** The largest event that Stripe tells, and more. */
    bodyBytes: 524_288,
    /** Whoever is told asks Stripe first what happened. */
    timeout: 25_000,
    connections: 16,
  },
  files: {
    /** The largest file that any operator may allow, as the service that keeps them has it. */
    bodyBytes: 100 * 1_048_576,
    /** How long whoever keeps files may take to begin an answer: not as long as a line may be idle, so that there is one. */
    answerTimeout: 25_000,
    /** How long fetching one may take, as long as something moves: an export is as large as it is, and lines are slow. */
    transferTimeout: 24 * 3_600_000,
    /** Without a byte for so long, on either side, nothing more comes. */
    idleTimeout: 30_000,
    /** Each time that so long has passed, as much has to have moved since the beginning, in bytes a second. */
    rateInterval: 60_000,
    leastRate: 10_000,
    /** Who fetches slowly holds one: more than anybody is likely to take, at the least rate. */
    connections: 512,
  },
  tokens: {
    verified: 10_000,
    /** How long the issuer's keys may be kept, which it counts on when it retires one. */
    keysMaxAge: 300_000,
    /** Well before that, so that no request waits for them. */
    keysRefresh: 120_000,
    keysCooldown: 30_000,
    clockToleranceSeconds: 5,
  },
  sessions: {
    cached: 10_000,
    /** How long what was read of a session is taken for true: one that another process ended lasts so much longer here. */
    freshFor: 1_000,
    /** How long signing in may take, from the first page to the way back. */
    attempt: 600_000,
    /** How long a session lasts however busy it is. */
    absolute: 12 * 3_600_000,
    renewBeforeExpiry: 30_000,
    /** Which part of the idle time identity may not know yet that the user did something. */
    untoldShare: 1 / 3,
    /** How long a session whose new token was revoked, too, is held back before it gets another one. */
    revokedAnew: 3_000,
    /** How often sessions with open sockets are checked for having ended elsewhere. */
    lookInterval: 2_000,
    cleaningInterval: 60_000,
    returnPath: 2_000,
  },
  revocations: {
    interval: 1_000,
    timeout: 1_500,
    /** So many at once, and the issuer may have more. */
    longPage: 500,
    /** Without an answer for so long, revocations may reach us late: somebody has to know. */
    staleAfter: 10_000,
    /** Twice the life of an access token: what a revocation concerns has expired by then. */
    rememberedFor: 600_000,
    remembered: 100_000,
  },
  /** The router's own database. A lock is held while identity answers, so it is waited for longer than that takes. */
  store: {
    connections: 16,
    connectTimeout: 2_000,
    statementTimeout: 8_000,
    lockTimeout: 7_000,
    transactionIdle: 10_000,
    expiredAtOnce: 1_000,
  },
  signIn: {
    window: 60_000,
    failuresPerAddress: 60,
    /** Sign-ins that one address may begin in a window: a clinic shares one. */
    begunPerAddress: 300,
    tracked: 20_000,
  },
  subscriptions: {
    sockets: 20_000,
    operationsPerSocket: 50,
    messageBytes: 262_144,
    /** What may wait in memory for a client that does not read; beyond it the socket ends. */
    unsentBytes: 4 * 1_048_576,
    initialisation: 10_000,
    /** A socket that has not answered one ping when the next is due is dead. */
    heartbeat: 15_000,
    /** How long a client may take to answer a close. */
    closing: 1_000,
    /** Results that may wait for one client operation; a burst of one stream must fit. */
    resultsPerOperation: 256,
    /** Events of one stream that may wait for their join; beyond it the stream ends. */
    eventsPerStream: 2_000,
    /** From this many waiting events on the subgraph is held back, until few enough wait. */
    holdEventsAt: 500,
    resumeEventsAt: 100,
    joinsPerStream: 8,
    /** Deliveries of one stream before everything else gets its turn; also what a healthy client is ahead of its socket. */
    deliveriesPerTurn: 100,
    /** Characters of validated documents that are remembered with their plans. */
    preparedCharacters: 2_000_000,
    upstream: {
      connectTimeout: 2_000,
      heartbeat: 10_000,
      heartbeatAnswer: 5_000,
      messageBytes: 8 * 1_048_576,
      /** What a subgraph allows on one socket is more; another one is opened for the next. */
      subscriptionsPerSocket: 50,
      firstRetry: 200,
      lastRetry: 5_000,
      /** A connection that lasted this long was a good one: after it, retries begin anew. */
      settled: 5_000,
      /** How long a subgraph may stay away before its streams end. */
      outage: 60_000,
      /** A subgraph whose clock is ahead refuses a token this long before it expires here. */
      clockSkew: 30_000,
    },
  },
} as const;
