import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useEffect, useState } from "react";
import { Link, Route, Routes, useNavigate } from "react-router";
import { expect, test } from "vitest";
import { PatientListDocument, type PatientListQuery } from "../../graphql/graphql.ts";
import { answerGraphql } from "../../testing/graphql-server.ts";
import { renderPage } from "../../testing/render-page.tsx";
import { usePages } from "./use-pages.ts";

const patient = (id: string) => ({
  ...{ __typename: "Patient", id, mrn: `1000${id}`, fullName: `Patient ${id}`, birthDate: null, gender: null },
  ...{ phone: null, email: null, archived: false },
});

/** Pages of two patients each: p1 and p2, p3 and p4, p5 and p6. */
function answer({ after }: Record<string, unknown>) {
  const start = after === undefined || after === null ? 0 : Number(after);
  const nodes = [start + 1, start + 2].map((number) => patient(`p${number}`));
  const pageInfo = { __typename: "PageInfo", hasNextPage: start < 4, endCursor: String(start + 2) };
  const patients = { __typename: "PatientConnection", totalCount: 6, nodes, pageInfo };
  return { data: { __typename: "Query", patients } };
}

const select = (data: PatientListQuery) => data.patients;

/** As many pages as are wanted, of forty patients each. `inserted` stands before all others. */
function longAnswer(total: number, inserted: () => boolean) {
  return ({ after }: Record<string, unknown>) => {
    const all = [...(inserted() ? ["new"] : []), ...Array.from({ length: total }, (_, index) => `p${index + 1}`)];
    const start = after === undefined || after === null ? 0 : all.indexOf(String(after)) + 1;
    const ids = all.slice(start, start + 40);
    const pageInfo = { __typename: "PageInfo", hasNextPage: start + 40 < all.length, endCursor: ids.at(-1) };
    const nodes = ids.map(patient);
    const patients = { __typename: "PatientConnection", totalCount: all.length, nodes, pageInfo };
    return { data: { __typename: "Query", patients } };
  };
}

/** Shows twenty rows, of the third page to begin with. */
function LongList() {
  const [start, setStart] = useState(90);
  const { onShown, ...pages } = usePages(PatientListDocument, { filter: {}, orderBy: "NAME_ASC" }, select);
  useEffect(() => onShown(start, start + 20), [onShown, start]);
  return (
    <>
      <input aria-label="First row" value={start} onChange={({ target }) => setStart(Number(target.value))} />
      <p>{pages.rows.length} rows</p>
      <p>from {pages.rows[start]?.id}</p>
      <p>{pages.refreshing || pages.loading ? "Busy" : "Calm"}</p>
      <button type="button" onClick={pages.loadMore}>
        More
      </button>
      <button type="button" onClick={pages.refresh}>
        Again
      </button>
    </>
  );
}

async function readTen(inserted: () => boolean = () => false) {
  const asked = answerGraphql({ PatientList: longAnswer(400, inserted) });
  renderPage(<LongList />);
  for (let rows = 40; rows < 400; rows += 40) {
    await screen.findByText(`${rows} rows`);
    fireEvent.click(screen.getByRole("button", { name: "More" }));
  }
  await screen.findByText("400 rows");
  asked.length = 0;
  return {
    afters: () => asked.map(({ variables }) => variables.after ?? null),
    again: () => fireEvent.click(screen.getByRole("button", { name: "Again" })),
    show: (start: number) => fireEvent.change(screen.getByLabelText("First row"), { target: { value: start } }),
  };
}

function List() {
  const pages = usePages(PatientListDocument, { filter: {}, orderBy: "NAME_ASC" }, select);
  return (
    <>
      <ul>
        {pages.rows.map(({ id, fullName }) => (
          <li key={id}>
            <Link to={`/patients/${id}`}>{fullName}</Link>
          </li>
        ))}
      </ul>
      <button type="button" onClick={pages.loadMore}>
        More
      </button>
      <Link to="/patients">The list anew</Link>
    </>
  );
}

function Detail() {
  const navigate = useNavigate();
  return (
    <>
      <button type="button" onClick={() => void navigate(-1)}>
        Back
      </button>
      <Link to="/patients">The list anew</Link>
    </>
  );
}

function open() {
  const asked = answerGraphql({ PatientList: answer });
  renderPage(
    <Routes>
      <Route path="/patients" element={<List />} />
      <Route path="/patients/:patientId" element={<Detail />} />
    </Routes>,
    { at: "/patients" },
  );
  return asked;
}

const names = () => screen.queryAllByRole("listitem").map((row) => row.textContent);

async function readFour(): Promise<void> {
  await screen.findByText("Patient p1");
  fireEvent.click(screen.getByRole("button", { name: "More" }));
  fireEvent.click(await screen.findByText("Patient p4"));
}

test("whoever comes back to a list finds as many rows as before, at once, and they are read again", async () => {
  const asked = open();
  await readFour();
  const before = asked.length;
  fireEvent.click(await screen.findByRole("button", { name: "Back" }));
  // Nothing was waited for: where one had scrolled to is there to be scrolled to.
  expect(names()).toEqual(["Patient p1", "Patient p2", "Patient p3", "Patient p4"]);
  await waitFor(() => expect(asked.slice(before).some(({ variables }) => variables.after === "2")).toBe(true));
  expect(names()).toHaveLength(4);
  fireEvent.click(screen.getByRole("button", { name: "More" }));
  expect(await screen.findByText("Patient p6")).toBeTruthy();
});

test("whoever opens the list anew begins at its beginning", async () => {
  open();
  await readFour();
  fireEvent.click(await screen.findByRole("link", { name: "The list anew" }));
  await screen.findByText("Patient p1");
  expect(names()).toEqual(["Patient p1", "Patient p2"]);
});

test("of ten pages that which is shown is read again, and another one when it is shown", async () => {
  const { afters, again, show } = await readTen();
  again();
  await waitFor(() => expect(afters()).toEqual(["p80"]));
  expect(screen.getByText("Calm")).toBeTruthy();
  show(95);
  show(70);
  await waitFor(() => expect(afters()).toEqual(["p80", "p40", "p80"]));
  expect(await screen.findByText("400 rows")).toBeTruthy();
  show(90);
  expect(afters()).toHaveLength(3);
});

test("however often it is asked for, one reading is under way and one follows", async () => {
  const { afters, again } = await readTen();
  for (let time = 0; time < 10; time += 1) {
    again();
  }
  await waitFor(() => expect(afters()).toEqual(["p80", "p80"]));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(afters()).toHaveLength(2);
});

test("a row that is new moves the others on, and none is missing below", async () => {
  let inserted = false;
  const { again, show } = await readTen(() => inserted);
  show(0);
  inserted = true;
  again();
  expect(await screen.findByText("from new")).toBeTruthy();
  expect(await screen.findByText("40 rows")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "More" }));
  expect(await screen.findByText("80 rows")).toBeTruthy();
  show(40);
  expect(screen.getByText("from p40")).toBeTruthy();
});
