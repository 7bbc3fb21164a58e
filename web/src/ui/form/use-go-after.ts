import { useEffect, useState } from "react";
import { useNavigate } from "react-router";

/** Goes to another page once a dialog is closed: as long as it is open, its form keeps the page from being left. */
export function useGoAfter(opened: boolean): (path: string) => void {
  const navigate = useNavigate();
  const [path, setPath] = useState<string | null>(null);
  useEffect(() => {
    if (!opened && path !== null) {
      setPath(null);
      void navigate(path);
    }
  }, [opened, path, navigate]);
  return setPath;
}
