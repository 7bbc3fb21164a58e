import type { CatalogueLike } from "./catalogue.ts";
import type { board as english } from "./en.board.ts";

/** What `en.board.ts` says, in German. */
export const board: CatalogueLike<typeof english> = {
  title: "Tagesübersicht",
  subtitle: "{{day}} · Zeiten in {{zone}}",
  filter: "Nur zeigen",
  states: {
    toCome: "Erwartet",
    waiting: "Wartet",
    inProgress: "Läuft",
    done: "Abgeschlossen",
    missed: "Nicht erschienen",
  },
  emptyTitle: "Heute kommt niemand",
  emptyText: "Die Besuche von heute erscheinen hier, sobald sie gebucht sind.",
  noneTitle: "Kein Besuch hat jetzt diesen Status",
  noneText: "Wählen Sie dasselbe Feld noch einmal, um den ganzen Tag zu sehen.",
  left_one: "Noch {{count, number}} Besuch",
  left_other: "Noch {{count, number}} Besuche",
  since: "seit {{time}}",
  late_one: "{{count, number}} Minute zu spät",
  late_other: "{{count, number}} Minuten zu spät",
  actionFor: "{{action}}: {{name}}",
};
