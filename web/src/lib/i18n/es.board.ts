import type { CatalogueLike } from "./catalogue.ts";
import type { board as english } from "./en.board.ts";

/** What `en.board.ts` says, in Spanish. */
export const board: CatalogueLike<typeof english> = {
  title: "Panel del día",
  subtitle: "{{day}} · horas de {{zone}}",
  filter: "Mostrar solo",
  states: {
    toCome: "Por venir",
    waiting: "En espera",
    inProgress: "En curso",
    done: "Terminadas",
    missed: "No acudió",
  },
  emptyTitle: "Hoy no se atiende a nadie",
  emptyText: "Las visitas de hoy aparecen aquí en cuanto se reservan.",
  noneTitle: "Ninguna visita está así ahora",
  noneText: "Elija de nuevo el mismo campo para ver todo el día.",
  left_one: "Queda {{count, number}} visita",
  left_other: "Quedan {{count, number}} visitas",
  since: "desde las {{time}}",
  late_one: "{{count, number}} minuto de retraso",
  late_other: "{{count, number}} minutos de retraso",
  actionFor: "{{action}}: {{name}}",
};
