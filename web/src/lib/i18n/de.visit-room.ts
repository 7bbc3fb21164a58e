import type { CatalogueLike } from "./catalogue.ts";
import type { visitRoom as english } from "./en.visit-room.ts";

/** What `en.visit-room.ts` says, in German. */
export const visitRoom: CatalogueLike<typeof english> = {
  title: "Videobesuch",
  with: "Mit {{name}} · {{day}}, {{time}} · {{zone}}",
  hidden: "die andere Seite",
  preview: {
    title: "Kamera und Mikrofon prüfen",
    text: "Nur Sie sehen das. {{name}} sieht und hört Sie, sobald der Besuch beginnt.",
    mine: "Ihr eigenes Bild",
    off: "Ihre Kamera ist aus",
    starting: "Die Kamera wird gestartet …",
    enterAsPatient: "Wartezimmer betreten",
    enterAsProvider: "Raum betreten",
  },
  devices: {
    denied: {
      title: "Der Browser lässt uns die Kamera nicht benutzen",
      text: "Erlauben Sie in der Adresszeile Kamera und Mikrofon für diese Seite und versuchen Sie es dann noch einmal.",
    },
    missing: {
      title: "Keine Kamera und kein Mikrofon gefunden",
      text: "Schließen Sie eines an und versuchen Sie es noch einmal, oder treten Sie ohne ein: Sie sehen und hören, werden aber nicht gesehen oder gehört.",
    },
    busy: {
      title: "Die Kamera lässt sich nicht starten",
      text: "Vielleicht benutzt sie ein anderes Programm. Schließen Sie es und versuchen Sie es dann noch einmal.",
    },
    soundOnly: "Es gibt keine Kamera: Man hört Sie, sieht Sie aber nicht.",
    retry: "Erneut versuchen",
    mute: "Stumm schalten",
    unmute: "Ton einschalten",
    cameraOff: "Kamera ausschalten",
    cameraOn: "Kamera einschalten",
  },
  waiting: {
    patientTitle: "Sie sind im Wartezimmer",
    patientText: "{{name}} lässt Sie ein. Sie können diese Seite offen lassen und in der Nähe bleiben.",
    patientAlone:
      "{{name}} ist noch nicht hier und lässt Sie dann ein. Sie können diese Seite offen lassen und in der Nähe bleiben.",
    providerTitle: "{{name}} ist noch nicht hier",
    providerText: "Sie erfahren es, sobald jemand kommt.",
    theyWaitTitle: "{{name}} wartet",
    theyWaitText: "Man sieht und hört Sie, sobald Sie einlassen.",
    admit: "Einlassen",
    leave: "Verlassen",
  },
  call: {
    theirs: "Video von {{name}}",
    connecting: "Verbindung zu {{name}} …",
    reconnecting: "Die Verbindung ist abgebrochen. Sie wird wiederhergestellt …",
    alone: "{{name}} ist nicht mehr im Raum. Bleiben Sie hier: Eine Rückkehr ist möglich.",
    connected: "Verbunden",
    elapsed: "Dauer des Besuchs",
    controls: "Bedienung des Besuchs",
    leave: "Besuch verlassen",
  },
  states: {
    notYours: {
      title: "Hier gibt es keinen Videobesuch für Sie",
      text: "Die Adresse ist vielleicht unvollständig, oder der Besuch gehört jemand anderem. Suchen Sie ihn unter Ihren Terminen.",
    },
    notOpen: {
      title: "Der Raum öffnet um {{time}}",
      text: "Es ist Ihr Besuch am {{day}}. Diese Seite geht von selbst weiter, wenn der Raum öffnet.",
    },
    over: {
      title: "Dieser Besuch ist vorbei",
      text: "Sein Raum ist geschlossen, oder er wurde abgesagt. Ihre Termine zeigen den Status.",
    },
    ROOM_LINK_EXPIRED: {
      title: "Dieser Link ist abgelaufen",
      text: "Links zu einem Besuch gelten nur kurz. Holen Sie einen neuen, um weiterzumachen.",
    },
    ROOM_LINK_INVALID: {
      title: "Dieser Link ist nicht vollständig",
      text: "Ein Teil der Adresse fehlt oder wurde geändert. Holen Sie einen neuen Link, um weiterzumachen.",
    },
    SEAT_TAKEN: {
      title: "Dieser Besuch ist in einem anderen Fenster offen",
      text: "Machen Sie dort weiter, oder holen Sie den Besuch in dieses Fenster.",
    },
    refused: {
      title: "Sie können diesen Raum nicht betreten",
      text: "Holen Sie einen neuen Link und versuchen Sie es noch einmal. Hilft das nicht, rufen Sie die Praxis an.",
    },
    left: {
      title: "Sie haben den Besuch verlassen",
      text: "Solange der Raum offen ist, können Sie zurückkommen.",
    },
    elsewhere: {
      title: "Dieser Besuch findet anderswo statt",
      text: "Ihre Praxis trifft Sie unter {{place}}.",
    },
  },
  newLink: "Neuen Link holen",
  useThisWindow: "Dieses Fenster benutzen",
  comeBack: "Zurückkommen",
  go: "Dorthin gehen",
  appointments: "Zu Ihren Terminen",
};
