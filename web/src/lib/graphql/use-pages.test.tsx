import { fireEvent, screen, waitFor } from "@testing-library/react";
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
