import { TextInput } from "@mantine/core";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { forgetPeople } from "../../lib/device-memory.ts";
import { optionalText, text } from "../../lib/forms/fields.ts";
import { useForm } from "../../lib/forms/use-form.ts";
import type { Outcome } from "../../lib/graphql/command.ts";
import { renderPage, staffViewer } from "../../testing/render-page.tsx";
import { FormDialog } from "./form-dialog.tsx";

const schema = z.object({ name: text({ min: 3, max: 10 }), note: optionalText({ min: 1, max: 5 }) });
type Input = z.output<typeof schema>;
type Send = (input: Input, key: string) => Promise<Outcome<object>>;

const onClose = vi.fn();
const accepted = (): Promise<Outcome<object>> => Promise.resolve({ kind: "done", payload: {} });

function Example({ send, withNote = true }: { readonly send: Send; readonly withNote?: boolean }) {
  const form = useForm({
    schema,
    initial: { name: "", note: "" },
    draft: "example",
    action: "Save",
    send,
    onDone: onClose,
  });
  return (
    <FormDialog form={form} title="Example" size={400} opened onClose={onClose} submit="Save">
      <TextInput label="Name" {...form.text("name")} />
      {withNote && <TextInput label="Note" {...form.text("note")} />}
    </FormDialog>
  );
}

const open = (send: Send = accepted, viewer = staffViewer) => renderPage(<Example send={send} />, { viewer });
const field = (name: string) => screen.getByRole("textbox", { name }) as HTMLInputElement;
const write = (name: string, value: string) => fireEvent.change(field(name), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
// A dialog that opens takes the focus.
const settled = () => waitFor(() => expect(document.activeElement).not.toBe(document.body));
const kept = () => Object.keys(localStorage).filter((key) => key.startsWith("careconnect-draft:"));

beforeEach(() => {
  localStorage.clear();
  onClose.mockReset();
});

test("what is missing, too short or too long is said at its field, the first of which takes the focus", async () => {
  const send = vi.fn<Send>(accepted);
  open(send);
  await settled();
  press("Save");
  await screen.findByText("Fill this in.");
  expect(document.activeElement).toBe(field("Name"));
  write("Name", "ab");
  write("Note", "too long");
  expect(screen.queryByText("Fill this in.")).toBeNull();
  press("Save");
  await screen.findByText("Write at least 3 characters.");
  expect(screen.getByText("5 characters at most.")).toBeTruthy();
  expect(send).not.toHaveBeenCalled();
});

test("it is sent without spaces around it, and without what was left empty", async () => {
  const send = vi.fn<Send>(accepted);
  open(send);
  write("Name", "  Amira ");
  press("Save");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(send.mock.calls[0]?.[0]).toEqual({ name: "Amira", note: undefined });
});

test("a refusal stands at the field that its path names, and what names none above the buttons", async () => {
  open(() =>
    Promise.resolve({
      kind: "refused",
      errors: [
        { code: "NAME_TAKEN", field: ["input", "name"], message: "Somebody has this name." },
        { code: "QUOTA", field: ["input", "elsewhere"], message: "There is no room." },
      ],
    }),
  );
  await settled();
  write("Name", "Amira");
  press("Save");
  await screen.findByText("There is no room.");
  expect(field("Name").getAttribute("aria-invalid")).toBe("true");
  expect(document.activeElement).toBe(field("Name"));
  expect(screen.getByText("Somebody has this name.")).toBeTruthy();
});

test("a refusal of a line within a text stands at the text, and one of what has no field above the buttons", async () => {
  const places = [
    ["input", "name", "1"],
    ["input", "note"],
  ];
  const send: Send = () => {
    const field = places.shift() ?? [];
    return Promise.resolve({ kind: "refused", errors: [{ code: "OUT_OF_PLACE", field, message: "Not this." }] });
  };
  renderPage(<Example send={send} withNote={false} />);
  await settled();
  write("Name", "Amira");
  press("Save");
  await screen.findByText("Not this.");
  expect(field("Name").getAttribute("aria-invalid")).toBe("true");
  write("Name", "Amara");
  expect(screen.queryByText("Not this.")).toBeNull();
  press("Save");
  await screen.findByText("Not this.");
  expect(field("Name").getAttribute("aria-invalid")).toBeNull();
});

test("without an answer it is sent again with the same key", async () => {
  const keys: string[] = [];
  open((_, key) => {
    keys.push(key);
    return keys.length === 1 ? Promise.resolve({ kind: "unknown" }) : accepted();
  });
  write("Name", "Amira");
  press("Save");
  await screen.findByText(/it will not happen twice/);
  press("Save");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(keys[1]).toBe(keys[0]);
});

test("what was not answered is sent again with the same key after a reload, too, but not once it was given up", async () => {
  const keys: string[] = [];
  const silent = (_: unknown, key: string) => {
    keys.push(key);
    return Promise.resolve({ kind: "unknown" } as const);
  };
  const first = open(silent);
  write("Name", "Amira");
  press("Save");
  await screen.findByText(/it will not happen twice/);
  await waitFor(() => expect(kept()).toHaveLength(2));
  first.unmount();

  open(silent);
  expect(field("Name").value).toBe("Amira");
  press("Save");
  await waitFor(() => expect(keys).toHaveLength(2));
  expect(keys[1]).toBe(keys[0]);
  await screen.findByText(/it will not happen twice/);
  press("Cancel");
  press("Discard it");
  expect(kept()).toEqual([]);
  write("Name", "Amira");
  press("Save");
  await waitFor(() => expect(keys).toHaveLength(3));
  expect(keys[2]).not.toBe(keys[0]);
});

test("closing asks before it gives up what was typed", async () => {
  open();
  write("Name", "Amira");
  press("Cancel");
  expect(screen.getByText("What you wrote is not saved yet.")).toBeTruthy();
  press("Keep writing");
  expect(field("Name").value).toBe("Amira");
  press("Cancel");
  press("Discard it");
  expect(onClose).toHaveBeenCalled();
});

test("what was typed is here again after a reload, for who typed it alone, until it is sent", async () => {
  const first = open();
  write("Name", "Amira");
  await waitFor(() => expect(kept()).toHaveLength(1));
  first.unmount();

  const somebodyElse = open(accepted, { ...staffViewer, id: "u2" });
  expect(field("Name").value).toBe("");
  somebodyElse.unmount();

  open();
  expect(field("Name").value).toBe("Amira");
  expect(screen.getByText("What you wrote before is here again.")).toBeTruthy();
  press("Save");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(kept()).toEqual([]);
});

test("nothing that was typed is left on the device of whoever signs out", async () => {
  open();
  write("Name", "Amira");
  await waitFor(() => expect(kept()).toHaveLength(1));
  forgetPeople("u1");
  expect(kept()).toHaveLength(1);
  forgetPeople();
  expect(kept()).toEqual([]);
});

test("that it is done is told to the user's other tabs, that it was refused is not", async () => {
  const heard = vi.fn();
  const tab = new BroadcastChannel(`careconnect-commands-${staffViewer.id}`);
  tab.onmessage = heard;
  const refusal = { code: "QUOTA", field: null, message: "There is no room." };
  const answers: Outcome<object>[] = [{ kind: "refused", errors: [refusal] }];
  open(() => Promise.resolve(answers.shift() ?? { kind: "done", payload: {} }));
  write("Name", "Amira");
  press("Save");
  await screen.findByText("There is no room.");
  press("Save");
  await waitFor(() => expect(heard).toHaveBeenCalled());
  expect(heard).toHaveBeenCalledTimes(1);
  tab.close();
});
