import {
  announcingKeys,
  controlKeys,
  deadLetterKeys,
  eventKeys,
  exchanges,
  queuesOf,
  subscriberStream,
} from "./amqp.topology.ts";

/** Who tells others of what, as far as a broker has to know. */
export interface BrokerUser {
  readonly subgraph: string;
  /** The types of event that it owns. */
  readonly types: readonly string[];
  readonly password: string;
}

/** What RabbitMQ loads when it starts (`load_definitions`). */
export interface BrokerDefinitions {
  readonly vhosts: readonly { readonly name: string }[];
  readonly users: readonly { readonly name: string; readonly password: string; readonly tags: string }[];
  readonly permissions: readonly (Access & { readonly configure: string })[];
  readonly topic_permissions: readonly (Access & { readonly exchange: string })[];
}

interface Access {
  readonly user: string;
  readonly vhost: string;
  readonly write: string;
  readonly read: string;
}

export const brokerHost = "careconnect";
/** Makes the exchanges, and does what an operator needs. */
export const brokerOwner = "broker-owner";
const nothing = "^$";

/**
 * Users and what they may do. A subgraph reads its own queues and publishes its own types of event: another one's cannot be
 * told in its name, nor read where they are not meant for it. Nobody but the owner makes anything, or binds it: what flows from
 * an exchange of one's own, or out of a queue of one's own as a dead letter, would go where one may not publish. Nor does
 * anybody else write past the exchanges into a queue.
 */
export function brokerDefinitions(users: readonly BrokerUser[], ownerPassword: string): BrokerDefinitions {
  const vhost = brokerHost;
  return {
    vhosts: [{ name: vhost }],
    users: [
      { name: brokerOwner, password: ownerPassword, tags: "administrator" },
      ...users.map(({ subgraph, password }) => ({ name: subgraph, password, tags: "" })),
    ],
    permissions: [
      { user: brokerOwner, vhost, configure: ".*", write: ".*", read: ".*" },
      ...users.map(({ subgraph }) => {
        const write = oneOf(Object.values(exchanges));
        const read = oneOf([subscriberStream, `${literally(queuesOf(subgraph))}.+`]);
        return { user: subgraph, vhost, configure: nothing, write, read };
      }),
    ],
    topic_permissions: users.flatMap(({ subgraph, types }) => [
      {
        user: subgraph,
        vhost,
        exchange: exchanges.events,
        write: oneOf([
          ...types.map((type) => `${literally(eventKeys(type))}.+`),
          `${literally(controlKeys(subgraph))}.+`,
        ]),
        read: nothing,
      },
      {
        user: subgraph,
        vhost,
        exchange: exchanges.subscribers,
        write: oneOf([literally(announcingKeys(subgraph))]),
        read: nothing,
      },
      {
        user: subgraph,
        vhost,
        exchange: exchanges.deadLetters,
        write: oneOf([literally(deadLetterKeys(subgraph))]),
        read: nothing,
      },
    ]),
  };
}

function oneOf(alternatives: readonly string[]): string {
  return `^(${alternatives.join("|")})$`;
}

/** A text as it stands, in a regular expression. */
function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
