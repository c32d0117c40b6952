/** @file How compared runs and arms are told apart: each has a letter, a colour, a dash and a marker. */
import { type MarkerShape, markerShapes } from '../../charts/Marker';

export interface Look {
  letter: string;
  colour: string;
  dash?: string;
  marker: MarkerShape;
}

const firstTwo: readonly Look[] = [
  { letter: 'A', colour: 'var(--side-a)', marker: 'circle' },
  { letter: 'B', colour: 'var(--side-b)', dash: '7 3', marker: 'square' },
];
const colours = ['rate', 'confidence', 'localization', 'total'].map((name) => `var(--series-${name})`);
const dashes = ['2 3', '10 3 2 3', '12 4', '4 2', '1 4'];

/** @param place from 0 on; no two of the first 22 look the same */
export function lookOf(place: number): Look {
  if (place < firstTwo.length) return firstTwo[place];
  const later = place - firstTwo.length;
  return {
    letter: place < 26 ? String.fromCharCode(65 + place) : String(place + 1),
    colour: colours[later % colours.length],
    dash: dashes[Math.floor(later / colours.length) % dashes.length],
    marker: markerShapes[place % markerShapes.length],
  };
}
