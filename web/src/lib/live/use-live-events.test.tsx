import { act, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { InvoiceChangesDocument } from "../../graphql/graphql.ts";
import { createFakeSocket } from "../../testing/fake-socket.ts";
import { renderPage } from "../../testing/render-page.tsx";
import { createLive } from "./live.ts";
import { useLiveEvents } from "./use-live-events.ts";

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});

afterEach(() => {
  vi.useRealTimers();
});

const variables = { id: "i1" };

function Reader({ onOpened }: { readonly onOpened: () => void }) {
  useLiveEvents(InvoiceChangesDocument, variables, { onOpened });
  return null;
}

async function read() {
  const { socket, opened } = createFakeSocket();
  const onOpened = vi.fn();
  const live = createLive();
  const page = renderPage(<Reader onOpened={onOpened} />, { live, socket });
  act(() => live.connection.set("live"));
  await waitFor(() => expect(opened).toHaveLength(1));
  const end = (place: number) =>
    opened[place]?.sink.error([{ message: "Ended.", extensions: { code: "SUBSCRIPTION_BUFFER_OVERFLOW" } }] as never);
  return { opened, onOpened, page, end };
}

test("what changed before the server listened is read, also when it listens again after it ended the stream", async () => {
  const { opened, onOpened, end } = await read();
  expect(onOpened).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(onOpened).toHaveBeenCalledTimes(1);
  end(0);
  await waitFor(() => expect(opened).toHaveLength(2), { timeout: 5_000 });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(onOpened).toHaveBeenCalledTimes(2);
});

test("nothing is read for a stream that ended before the server listened, nor once nobody reads", async () => {
  const { opened, onOpened, page, end } = await read();
  end(0);
  expect(opened).toHaveLength(1);
  page.unmount();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(onOpened).not.toHaveBeenCalled();
  expect(opened).toHaveLength(1);
});
