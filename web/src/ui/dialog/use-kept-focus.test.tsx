import { Button } from "@mantine/core";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { renderPage } from "../../testing/render-page.tsx";
import { DialogFrame } from "./dialog-frame.tsx";

/** A list of one entry, which the dialog about it takes away, or leaves. */
function Example({ taking }: { readonly taking: boolean }) {
  const [opened, setOpened] = useState(false);
  const [there, setThere] = useState(true);
  function close(): void {
    setThere(!taking);
    setOpened(false);
  }
  return (
    <>
      <h1 tabIndex={-1}>Entries</h1>
      {there && <Button onClick={() => setOpened(true)}>Open the entry</Button>}
      <DialogFrame
        title="Entry"
        size={400}
        opened={opened}
        onClose={close}
        buttons={<Button onClick={close}>Done</Button>}
      >
        Its text
      </DialogFrame>
    </>
  );
}

async function openAndClose(): Promise<void> {
  const opener = screen.getByRole("button", { name: "Open the entry" });
  opener.focus();
  fireEvent.click(opener);
  const done = await screen.findByRole("button", { name: "Done" });
  await waitFor(() => expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true));
  done.focus();
  fireEvent.click(done);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
}

test("whoever closes a dialog goes on where they opened it", async () => {
  renderPage(<Example taking={false} />);
  await openAndClose();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Open the entry" })));
});

test("where what opened it is gone with its row, they go on at the page's heading", async () => {
  renderPage(<Example taking />);
  await openAndClose();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 })));
});
