import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BookAppointmentDocument, RecordPaymentDocument } from "../graphql/graphql.ts";
import { sendCommand } from "../lib/graphql/command.ts";
import type { SeenStore } from "../lib/seen-store.ts";
import { createFakeSocket } from "../testing/fake-socket.ts";
import { createGraphqlClient } from "./graphql-client.ts";

const seen: SeenStore = {
  userId: () => "u1",
  belongTo: () => undefined,
  forget: async () => undefined,
  readData: async () => ({}),
  writeData: async () => undefined,
  readMetadata: async () => [],
  writeMetadata: () => undefined,
  onOnline: (read) => window.addEventListener("online", read),
};

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a booking or a payment without a network is not known to have happened, and is not made up for later", async () => {
  const lost = vi.fn(async () => {
    throw new TypeError("Failed to fetch");
  });
  vi.stubGlobal("fetch", lost);
  const client = createGraphqlClient(vi.fn(), createFakeSocket().socket, seen);
  const outcomes = Promise.all([
    sendCommand(client, BookAppointmentDocument, {} as never, (data) => data.bookAppointment),
    sendCommand(client, RecordPaymentDocument, {} as never, (data) => data.recordPayment),
  ]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await outcomes).toEqual([{ kind: "unknown" }, { kind: "unknown" }]);
  expect(lost).toHaveBeenCalled();
  lost.mockClear();
  window.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(lost).not.toHaveBeenCalled();
});
