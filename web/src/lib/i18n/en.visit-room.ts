/** The strings of the room of a video visit in English, which only that page loads. */
export const visitRoom = {
  title: "Video visit",
  with: "With {{name}} · {{day}}, {{time}} · {{zone}}",
  hidden: "the other side",
  preview: {
    title: "Check your camera and microphone",
    text: "Only you see this. {{name}} sees and hears you once the visit begins.",
    mine: "Your own video",
    off: "Your camera is off",
    starting: "Starting the camera …",
    enterAsPatient: "Enter the waiting room",
    enterAsProvider: "Enter the room",
  },
  devices: {
    denied: {
      title: "The browser does not let us use the camera",
      text: "Allow camera and microphone for this page in the address bar, then try again.",
    },
    missing: {
      title: "No camera or microphone was found",
      text: "Plug one in and try again, or enter without: you will see and hear, and not be seen or heard.",
    },
    busy: {
      title: "The camera cannot be started",
      text: "Another application may be using it. Close that one, then try again.",
    },
    soundOnly: "There is no camera: you will be heard, and not be seen.",
    retry: "Try again",
    mute: "Mute",
    unmute: "Unmute",
    cameraOff: "Turn the camera off",
    cameraOn: "Turn the camera on",
  },
  waiting: {
    patientTitle: "You are in the waiting room",
    patientText: "{{name}} will let you in. You can leave this page open and stay nearby.",
    patientAlone: "{{name}} is not here yet, and will let you in. You can leave this page open and stay nearby.",
    providerTitle: "{{name}} is not here yet",
    providerText: "You are told as soon as they come.",
    theyWaitTitle: "{{name}} is waiting",
    theyWaitText: "They see and hear you as soon as you let them in.",
    admit: "Let them in",
    leave: "Leave",
  },
  call: {
    theirs: "Video of {{name}}",
    connecting: "Connecting to {{name}} …",
    reconnecting: "The connection was lost. Trying to get it back …",
    alone: "{{name}} is not in the room any more. Stay here: they can come back.",
    connected: "Connected",
    elapsed: "Time in the visit",
    controls: "Controls of the visit",
    leave: "Leave the visit",
  },
  states: {
    notYours: {
      title: "There is no video visit for you here",
      text: "The address may be incomplete, or the visit is somebody else's. Look for it among your appointments.",
    },
    notOpen: {
      title: "The room opens at {{time}}",
      text: "It is your visit of {{day}}. This page goes on by itself when the room opens.",
    },
    over: {
      title: "This visit is over",
      text: "Its room is closed, or it was called off. Your appointments say how it stands.",
    },
    ROOM_LINK_EXPIRED: {
      title: "This link has expired",
      text: "Links into a visit are good for a short while only. Get a new one to go on.",
    },
    ROOM_LINK_INVALID: {
      title: "This link is not complete",
      text: "A part of the address is missing or was changed. Get a new link to go on.",
    },
    SEAT_TAKEN: {
      title: "This visit is open in another window",
      text: "Go on there, or bring the visit into this window.",
    },
    refused: {
      title: "You cannot enter this room",
      text: "Get a new link and try again. If it does not help, call the clinic.",
    },
    left: {
      title: "You left the visit",
      text: "As long as the room is open you can come back.",
    },
    elsewhere: {
      title: "This visit takes place elsewhere",
      text: "Your clinic meets you at {{place}}.",
    },
  },
  newLink: "Get a new link",
  useThisWindow: "Use this window",
  comeBack: "Come back",
  go: "Go there",
  appointments: "Go to your appointments",
} as const;
