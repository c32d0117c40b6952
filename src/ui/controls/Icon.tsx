/** @file The icons: 20-px line drawings that take the colour of their text. */

const paths = {
  play: 'M6 4.5v11l9-5.5z',
  pause: 'M6.5 4.5v11M13.5 4.5v11',
  step: 'M5 5v10l7-5zM15 5v10',
  epoch: 'M3.5 5v10l6-5zM9.5 5v10l6-5zM16.5 5v10',
  stop: 'M5.5 5.5h9v9h-9z',
  reset: 'M4 10a6 6 0 1 0 2-4.5M4 3.5v3h3',
  data: 'M3.5 4.5h5.5v5.5H3.5zM11.5 4.5h5v3h-5zM11.5 10h5v5.5h-5zM3.5 12.5h5.5v3H3.5z',
  anchors: 'M3.5 3.5h9v9h-9zM7.5 7.5h9v9h-9zM6.5 10v.1M10 10v.1M10 13.5v.1',
  loss: 'M4 16.5V8M10 16.5V3.5M16 16.5v-5.5M2.5 16.5h15',
  init: 'M2.5 16.5h15M3.5 15.5c4 0 4-11 6.5-11s2.5 11 6.5 11',
  decode: 'M3.5 3.5h9v9h-9zM15 6.5h1.5v10h-10V15',
  train: 'M3 3.5v13h14M5.5 6c1.5 5.5 4 7.5 10.5 7.5',
  compare: 'M10 2.5v15M3 5.5h4.5v9H3zM12.5 5.5H17v9h-4.5z',
  system: 'M3.5 4.5h13v9h-13zM7.5 16.5h5M10 13.5v3',
  light:
    'M10 6.8a3.2 3.2 0 1 1 0 6.4a3.2 3.2 0 1 1 0-6.4M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.35 4.35l1 1M14.65 14.65l1 1M4.35 15.65l1-1M14.65 5.35l1-1',
  dark: 'M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8z',
  close: 'M5 5l10 10M15 5L5 15',
  previous: 'M12 5l-5 5 5 5',
  next: 'M8 5l5 5-5 5',
  table: 'M3.5 4.5h13v11h-13zM3.5 8.2h13M3.5 11.8h13M8 8.2v7.3',
  chart: 'M3.5 3.5v13h13M6.5 12.5l3-4 2.5 2 4-5.5',
  picture: 'M3.5 4.5h13v11h-13zM3.5 13l4-4 3.5 3.5 2-2 3.5 3.5M13 7.5v.1',
  download: 'M10 3.5v8.5M6.5 9L10 12.5 13.5 9M4 16h12',
  settings: 'M3.5 6h6M13.5 6h3M11.5 4v4M3.5 14h3M10.5 14h6M8.5 12v4',
  check: 'M4 10.5l4 4 8-9',
  up: 'M5 12l5-5 5 5',
  down: 'M5 8l5 5 5-5',
  lesson: 'M10 5.5C8 4 5.5 4 3 4.5v11c2.5-.5 5-.5 7 1 2-1.5 4.5-1.5 7-1v-11c-2.5-.5-5-.5-7 1zM10 5.5v11',
  share: 'M8.5 11.5l3-3M9 6l2-2a3.2 3.2 0 0 1 4.5 4.5l-2 2M11 14l-2 2a3.2 3.2 0 0 1-4.5-4.5l2-2',
  folder: 'M3 15.5v-11h5l1.5 2H17v9z',
  archive: 'M4 7.5h12v8.5H4zM3 4h14v3.5H3zM8 10.5h4',
  warning: 'M10 3.5L17.5 16.5H2.5zM10 8.5v3.5M10 14v.5',
  keyboard: 'M2.5 5.5h15v9h-15zM5.5 8.5h.5M8.5 8.5h.5M11.5 8.5h.5M14.5 8.5h.5M6.5 11.5h7',
  chip: 'M5.5 5.5h9v9h-9zM8 2.5v3M12 2.5v3M8 14.5v3M12 14.5v3M2.5 8h3M2.5 12h3M14.5 8h3M14.5 12h3',
} as const;

export type IconName = keyof typeof paths;

/** Decorative: the control that holds it carries the name. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      viewBox="0 0 20 20"
      width="20"
      height="20"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    >
      <path d={paths[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
