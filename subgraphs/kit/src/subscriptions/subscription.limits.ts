export interface SubscriptionLimits {
  /** Open WebSockets of this process; beyond it an upgrade is answered 503. */
  readonly sockets: number;
  /** Open subscriptions of one socket; beyond it a subscribe is answered TOO_MANY_SUBSCRIPTIONS. */
  readonly operationsPerSocket: number;
  /** Of one message from the client, in bytes; a larger one closes with 1009. */
  readonly messageSize: number;
  /** From the upgrade to connection_init, in milliseconds; then 4408. */
  readonly initTimeout: number;
  /** Between pings, in milliseconds: a socket that did not answer the last one is dropped. */
  readonly heartbeat: number;
  /** For clients to take leave at shutdown, in milliseconds. */
  readonly closeTimeout: number;
}

export const subscriptionLimits: SubscriptionLimits = {
  sockets: 10_000,
  operationsPerSocket: 100,
  messageSize: 262_144,
  initTimeout: 5_000,
  heartbeat: 15_000,
  closeTimeout: 2_000,
};
