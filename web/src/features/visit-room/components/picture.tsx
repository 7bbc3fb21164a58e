import { useEffect, useRef } from "react";
import styles from "./room.module.css";

interface PictureProps {
  readonly stream: MediaStream | null;
  readonly label: string;
  /** One's own picture is as in a mirror, and without its sound. */
  readonly own?: boolean;
}

/** What a camera sees, here or on the other side. */
export function Picture({ stream, label, own = false }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) {
      video.current.srcObject = stream;
    }
  }, [stream]);
  return (
    <video
      ref={video}
      className={own ? `${styles.video} ${styles.mirrored}` : styles.video}
      aria-label={label}
      autoPlay
      playsInline
      muted={own}
    />
  );
}
