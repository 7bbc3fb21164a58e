import { type Answer, ask, ports, url } from "./running.system.ts";

/** What is asked at each door: something that nobody is told without a token. */
const questions = {
  router: "{ patients { totalCount } }",
  identity: "{ viewer { id } }",
  patient: "{ patients { totalCount } }",
  provider: "{ providers { totalCount } }",
  appointment: "{ appointments { totalCount } }",
  billing: "{ invoices { totalCount } }",
  reports: "{ dashboardMetrics(period: ALL) { patients } }",
};

export type Door = keyof typeof questions;

/** The router, and every subgraph's own port. */
export const doors = Object.keys(questions) as Door[];

export function knock(door: Door, token: string | undefined, question = questions[door]): Promise<Answer> {
  const at = door === "router" ? url : `http://127.0.0.1:${ports[door]}`;
  return ask(token, question, {}, `${at}/graphql`);
}
