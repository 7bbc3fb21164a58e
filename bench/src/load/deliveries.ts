import { setTimeout as pause } from "node:timers/promises";
import { Failure } from "@careconnect/dev/failure";
import { quantile } from "../report/statistics.ts";
import type { BenchSystem } from "../system/bench.system.ts";
import { cpuPer, type Reading } from "../system/process.meter.ts";
import { openChangeSockets } from "./change.sockets.ts";
import { operations } from "./operations.ts";
import type { BookedVisit, VisitSupply } from "./workloads.ts";

export interface DeliveryRun {
  readonly sockets: number;
  /** How many sign-ins the sockets are spread over: an event is joined once for each of them. */
  readonly viewers: number;
  readonly bookings: number;
  readonly deliveries: number;
  readonly missed: number;
  readonly perSecond: number;
  /** From the moment at which a booking was sent until a socket has heard of it, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** CPU milliseconds per thousand deliveries, by process. */
  readonly cpu: ReadonlyMap<string, number>;
  readonly reading: Reading;
}

export interface DeliveryOptions {
  readonly sockets: number;
  readonly viewers: number;
  readonly seconds: number;
}

/** Bookings that may be on their way to the sockets at once. */
const underWay = 4;
const bookingTimeoutMs = 10_000;
const deliveryTimeoutMs = 20_000;
const settleMs = 60_000;

interface Booking {
  readonly sentAt: number;
  left: number;
  readonly heard: PromiseWithResolvers<void>;
}

/** Opens the sockets, books for some seconds as fast as all sockets hear of it, and counts what they hear. */
export async function runDeliveries(
  system: BenchSystem,
  supply: VisitSupply,
  { sockets, viewers, seconds }: DeliveryOptions,
): Promise<DeliveryRun> {
  const tokens = await Promise.all(Array.from({ length: viewers }, () => system.signIn().current()));
  const booked = new Map<string, Booking>();
  const latencies: number[] = [];
  let lastAt = performance.now();
  const listening = await openChangeSockets(
    `${system.gatewayUrl}/graphql`.replace("http", "ws"),
    tokens,
    sockets,
    (reason) => {
      const booking = booked.get(reason);
      if (!booking) return;
      lastAt = performance.now();
      latencies.push(lastAt - booking.sentAt);
      booking.left -= 1;
      if (booking.left === 0) booking.heard.resolve();
    },
  );
  try {
    // Subscriptions are not acknowledged: what is booked before they stand would be missed.
    await system.meter.settle(settleMs);
    const before = await system.meter.read();
    const beganAt = performance.now();
    const lane = async () => {
      while (performance.now() < beganAt + seconds * 1_000) {
        const visit = supply.next();
        if (!visit) return;
        const booking: Booking = { sentAt: performance.now(), left: sockets, heard: Promise.withResolvers() };
        booked.set(visit.reason, booking);
        await book(system, visit, tokens[0] ?? "");
        await Promise.race([booking.heard.promise, pause(deliveryTimeoutMs, undefined, { ref: false })]);
      }
    };
    await Promise.all(Array.from({ length: underWay }, lane));
    const elapsedSeconds = (lastAt - beganAt) / 1_000;
    await system.meter.settle(settleMs);
    const reading = await system.meter.read();
    return {
      sockets,
      viewers,
      bookings: booked.size,
      deliveries: latencies.length,
      missed: booked.size * sockets - latencies.length,
      perSecond: latencies.length / elapsedSeconds,
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      cpu: cpuPer(latencies.length / 1_000, before, reading),
      reading,
    };
  } finally {
    await listening.close();
  }
}

async function book(system: BenchSystem, input: BookedVisit, token: string): Promise<void> {
  const response = await fetch(`${system.gatewayUrl}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: operations.booking, variables: { input } }),
    signal: AbortSignal.timeout(bookingTimeoutMs),
  });
  const text = await response.text();
  if (!text.includes('"userErrors":[]')) throw new Failure(`A booking was refused: ${text.slice(0, 300)}`);
}
