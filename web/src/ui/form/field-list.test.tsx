import { TextInput } from "@mantine/core";
import { fireEvent, screen, within } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { renderPage } from "../../testing/render-page.tsx";
import { FieldList } from "./field-list.tsx";

interface Pet {
  readonly key: string;
  readonly name: string;
}

function Pets({ first }: { readonly first: readonly string[] }) {
  const [pets, setPets] = useState<readonly Pet[]>(first.map((name) => ({ key: name, name })));
  return (
    <FieldList
      title="Pets"
      items={pets}
      most={3}
      addLabel="Add pet"
      removeLabel={(index) => `Remove pet ${index + 1}`}
      rowLabel={(index) => `Pet ${index + 1}`}
      create={() => ({ key: crypto.randomUUID(), name: "" })}
      onChange={setPets}
    >
      {({ name }, change) => (
        <>
          <TextInput
            label="Name"
            value={name}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          <TextInput label="Kind" />
        </>
      )}
    </FieldList>
  );
}

const open = (...first: readonly string[]) => renderPage(<Pets first={first} />);
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const nameOf = (row: string) =>
  within(screen.getByRole("group", { name: row })).getByLabelText("Name") as HTMLInputElement;

test("the fields of each row are told apart by the row's name", () => {
  open("Rex", "Tom");
  expect(nameOf("Pet 1").value).toBe("Rex");
  expect(nameOf("Pet 2").value).toBe("Tom");
});

test("whoever adds a row goes on in its first field, and is told of it, also of the last one", () => {
  open("Rex", "Tom");
  press("Add pet");
  expect(document.activeElement).toBe(nameOf("Pet 3"));
  expect(screen.getByRole("status").textContent).toBe("Added: Pet 3");
  expect(screen.queryByRole("button", { name: "Add pet" })).toBeNull();
});

test("whoever takes a row away goes on in what stands in its place, in the last one, or where one is added", () => {
  open("Rex", "Tom", "Kit");
  press("Remove pet 2");
  expect(document.activeElement).toBe(nameOf("Pet 2"));
  expect(nameOf("Pet 2").value).toBe("Kit");
  expect(screen.getByRole("status").textContent).toBe("Removed: Pet 2");
  press("Remove pet 2");
  expect(document.activeElement).toBe(nameOf("Pet 1"));
  expect(nameOf("Pet 1").value).toBe("Rex");
  press("Remove pet 1");
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Add pet" }));
});
