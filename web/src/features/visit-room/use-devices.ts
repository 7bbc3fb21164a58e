import { useCallback, useEffect, useState } from "react";

/** Why there is no sound and no picture. */
export type DeviceProblem = "denied" | "missing" | "busy";

export interface Devices {
  readonly stream: MediaStream | null;
  readonly starting: boolean;
  readonly problem: DeviceProblem | null;
  readonly hasCamera: boolean;
  readonly hasMicrophone: boolean;
  readonly cameraOn: boolean;
  readonly microphoneOn: boolean;
  readonly toggleCamera: () => void;
  readonly toggleMicrophone: () => void;
  readonly retry: () => void;
}

const wanted: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true },
  video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" },
};

/** Camera and microphone of whoever looks at the page, for as long as they are `needed`: no longer do they light. */
export function useDevices(needed: boolean): Devices {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [problem, setProblem] = useState<DeviceProblem | null>(null);
  const [starting, setStarting] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const [cameraOn, setCameraOn] = useState(true);
  const [microphoneOn, setMicrophoneOn] = useState(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens them anew
  useEffect(() => {
    if (!needed) {
      return;
    }
    let gone = false;
    let opened: MediaStream | null = null;
    setStarting(true);
    open().then(
      (media) => {
        opened = media;
        if (gone) {
          stop(media);
          return;
        }
        setStream(media);
        setProblem(null);
        setStarting(false);
      },
      (error: unknown) => {
        if (!gone) {
          setProblem(problemOf(error));
          setStarting(false);
        }
      },
    );
    return () => {
      gone = true;
      stop(opened);
      setStream(null);
      setStarting(true);
    };
  }, [attempt, needed]);

  useEffect(() => {
    for (const track of stream?.getVideoTracks() ?? []) {
      track.enabled = cameraOn;
    }
  }, [stream, cameraOn]);
  useEffect(() => {
    for (const track of stream?.getAudioTracks() ?? []) {
      track.enabled = microphoneOn;
    }
  }, [stream, microphoneOn]);

  return {
    stream,
    starting,
    problem,
    hasCamera: (stream?.getVideoTracks().length ?? 0) > 0,
    hasMicrophone: (stream?.getAudioTracks().length ?? 0) > 0,
    cameraOn,
    microphoneOn,
    toggleCamera: useCallback(() => setCameraOn((on) => !on), []),
    toggleMicrophone: useCallback(() => setMicrophoneOn((on) => !on), []),
    retry: useCallback(() => setAttempt((number) => number + 1), []),
  };
}

/** Both, or the one that there is. */
async function open(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    if (problemOf(error) !== "missing") {
      throw error;
    }
    const { audio, video } = wanted;
    return await navigator.mediaDevices
      .getUserMedia({ audio: audio ?? true })
      .catch(() => navigator.mediaDevices.getUserMedia({ video: video ?? true }));
  }
}

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) {
    track.stop();
  }
}

function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") {
    return "denied";
  }
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "missing";
}
