/** @file Goes through the places of a slider, one after the other. Where motion is reduced there is no play, only steps. */
import { useEffect, useState } from 'react';
import { useMedia } from '../observe';

/** @param msPerPlace how long each place is shown */
export function usePlayer(place: number, places: number, go: (place: number) => void, msPerPlace: number) {
  const [wanted, setWanted] = useState(false);
  const allowed = !useMedia('(prefers-reduced-motion: reduce)');
  const playing = wanted && allowed;
  useEffect(() => {
    if (!playing) return;
    const turn = setTimeout(() => {
      if (place < places - 1) go(place + 1);
      else setWanted(false);
    }, msPerPlace);
    return () => clearTimeout(turn);
  }, [playing, place, places, go, msPerPlace]);
  return {
    allowed,
    playing,
    /** A step by hand ends the play. */
    go(next: number) {
      setWanted(false);
      go(Math.min(Math.max(next, 0), places - 1));
    },
    toggle() {
      if (!playing && place >= places - 1) go(0);
      setWanted(!playing);
    },
  };
}
