import { fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { Link, Route, Routes } from "react-router";
import { expect, test } from "vitest";
import { renderPage } from "../../testing/render-page.tsx";
import { useLeaveGuard } from "./use-leave-guard.tsx";

/** Something that can be written, and is asked for when the page is left. */
function Part({ name, written: initially }: { readonly name: string; readonly written: boolean }) {
  const [written, setWritten] = useState(initially);
  const { asking, stay, leave, blocker } = useLeaveGuard(written);
  return (
    <section>
      {blocker}
      <button type="button" onClick={() => setWritten(!written)}>
        Write {name}
      </button>
      {asking && (
        <>
          <p>Leave {name}?</p>
          <button type="button" onClick={stay}>
            Stay with {name}
          </button>
          <button
            type="button"
            onClick={() => {
              setWritten(false);
              leave();
            }}
          >
            Give up {name}
          </button>
        </>
      )}
    </section>
  );
}

function open(...parts: readonly (readonly [string, boolean])[]) {
  renderPage(
    <Routes>
      <Route
        path="/"
        element={
          <>
            {parts.map(([name, written]) => (
              <Part key={name} name={name} written={written} />
            ))}
            <Link to="/elsewhere">Go</Link>
            <Link to="/sign-in?after=idle">Cover</Link>
          </>
        }
      />
      <Route path="/elsewhere" element={<p>Elsewhere</p>} />
    </Routes>,
  );
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const go = () => fireEvent.click(screen.getByRole("link", { name: "Go" }));

test("where nothing is written the page is left without a question", async () => {
  open(["the week", false]);
  go();
  expect(await screen.findByText("Elsewhere")).toBeTruthy();
});

test("what stood there first is asked for although something came after it that has nothing to keep", async () => {
  open(["the week", true], ["leave", false]);
  // A dialog in which something was written, and is not any more.
  press("Write leave");
  press("Write leave");
  go();
  expect(await screen.findByText("Leave the week?")).toBeTruthy();
  press("Stay with the week");
  expect(screen.queryByText("Leave the week?")).toBeNull();
  expect(screen.queryByText("Elsewhere")).toBeNull();
  go();
  press("Give up the week");
  expect(await screen.findByText("Elsewhere")).toBeTruthy();
});

test("of two in which something is written both are asked for, before the page is left", async () => {
  open(["the week", true], ["leave", true]);
  go();
  expect(await screen.findByText("Leave leave?")).toBeTruthy();
  press("Give up leave");
  expect(await screen.findByText("Leave the week?")).toBeTruthy();
  expect(screen.queryByText("Elsewhere")).toBeNull();
  press("Give up the week");
  expect(await screen.findByText("Elsewhere")).toBeTruthy();
});

test("the end of the session is kept by nothing that was written", async () => {
  open(["the week", true]);
  fireEvent.click(screen.getByRole("link", { name: "Cover" }));
  expect((await screen.findByTestId("address")).textContent).toBe("/sign-in?after=idle");
});
