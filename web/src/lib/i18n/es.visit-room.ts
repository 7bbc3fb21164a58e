import type { CatalogueLike } from "./catalogue.ts";
import type { visitRoom as english } from "./en.visit-room.ts";

/** What `en.visit-room.ts` says, in Spanish. */
export const visitRoom: CatalogueLike<typeof english> = {
  title: "Videoconsulta",
  with: "Con {{name}} · {{day}}, {{time}} · {{zone}}",
  hidden: "la otra parte",
  preview: {
    title: "Compruebe su cámara y su micrófono",
    text: "Solo usted ve esto. {{name}} le verá y oirá cuando empiece la visita.",
    mine: "Su propio vídeo",
    off: "Su cámara está apagada",
    starting: "Iniciando la cámara …",
    enterAsPatient: "Entrar en la sala de espera",
    enterAsProvider: "Entrar en la sala",
  },
  devices: {
    denied: {
      title: "El navegador no nos deja usar la cámara",
      text: "Permita la cámara y el micrófono para esta página en la barra de direcciones e inténtelo de nuevo.",
    },
    missing: {
      title: "No se ha encontrado cámara ni micrófono",
      text: "Conecte uno e inténtelo de nuevo, o entre sin ellos: verá y oirá, pero no le verán ni le oirán.",
    },
    busy: {
      title: "No se puede iniciar la cámara",
      text: "Quizá la esté usando otra aplicación. Ciérrela e inténtelo de nuevo.",
    },
    soundOnly: "No hay cámara: le oirán, pero no le verán.",
    retry: "Intentar de nuevo",
    mute: "Silenciar",
    unmute: "Activar el sonido",
    cameraOff: "Apagar la cámara",
    cameraOn: "Encender la cámara",
  },
  waiting: {
    patientTitle: "Está en la sala de espera",
    patientText: "{{name}} le dejará entrar. Puede dejar esta página abierta y quedarse cerca.",
    patientAlone: "{{name}} aún no está aquí y le dejará entrar. Puede dejar esta página abierta y quedarse cerca.",
    providerTitle: "{{name}} aún no está aquí",
    providerText: "Se le avisará en cuanto llegue.",
    theyWaitTitle: "{{name}} está esperando",
    theyWaitText: "Le verá y oirá en cuanto le deje entrar.",
    admit: "Dejar entrar",
    leave: "Salir",
  },
  call: {
    theirs: "Vídeo de {{name}}",
    connecting: "Conectando con {{name}} …",
    reconnecting: "Se ha perdido la conexión. Intentando recuperarla …",
    alone: "{{name}} ya no está en la sala. Quédese aquí: puede volver.",
    connected: "Conectado",
    elapsed: "Tiempo de la visita",
    controls: "Controles de la visita",
    leave: "Salir de la visita",
  },
  states: {
    notYours: {
      title: "Aquí no hay ninguna videoconsulta para usted",
      text: "La dirección puede estar incompleta o la visita es de otra persona. Búsquela entre sus citas.",
    },
    notOpen: {
      title: "La sala se abre a las {{time}}",
      text: "Es su visita del {{day}}. Esta página seguirá por sí sola cuando se abra la sala.",
    },
    over: {
      title: "Esta visita ha terminado",
      text: "Su sala está cerrada o se canceló. Sus citas dicen cómo está.",
    },
    ROOM_LINK_EXPIRED: {
      title: "Este enlace ha caducado",
      text: "Los enlaces a una visita valen poco tiempo. Obtenga uno nuevo para continuar.",
    },
    ROOM_LINK_INVALID: {
      title: "Este enlace no está completo",
      text: "Falta una parte de la dirección o se cambió. Obtenga un enlace nuevo para continuar.",
    },
    SEAT_TAKEN: {
      title: "Esta visita está abierta en otra ventana",
      text: "Continúe allí o traiga la visita a esta ventana.",
    },
    refused: {
      title: "No puede entrar en esta sala",
      text: "Obtenga un enlace nuevo e inténtelo de nuevo. Si no sirve, llame a la clínica.",
    },
    left: {
      title: "Ha salido de la visita",
      text: "Mientras la sala esté abierta puede volver.",
    },
    elsewhere: {
      title: "Esta visita tiene lugar en otro sitio",
      text: "Su clínica le espera en {{place}}.",
    },
  },
  newLink: "Obtener un enlace nuevo",
  useThisWindow: "Usar esta ventana",
  comeBack: "Volver",
  go: "Ir allí",
  appointments: "Ir a sus citas",
};
