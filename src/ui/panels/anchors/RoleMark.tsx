/** @file The mark of a role, as the canvas draws it. */
import { memo } from 'react';
import type { AnchorRole } from './matched';
import { casing, looks } from './strokes';

/** @param line also shows the outline of its boxes */
export const RoleMark = memo(function RoleMark({ role, line = false }: { role: AnchorRole; line?: boolean }) {
  const { colour, width, dash, mark, filled } = looks[role];
  const outline = { x: 2, y: 2, width: 22, height: 16, fill: 'none', strokeDasharray: dash.join(' ') };
  return (
    <svg width={line ? 26 : 16} height="20" viewBox={line ? '0 0 26 20' : '5 0 16 20'} aria-hidden="true">
      {line && <rect {...outline} stroke={casing} strokeWidth={width + 1.5} />}
      {line && <rect {...outline} stroke={colour} strokeWidth={width} />}
      <g transform="translate(13 10)" strokeLinejoin="round">
        <path d={mark} fill="none" stroke={casing} strokeWidth={filled ? 2.5 : 4} />
        <path d={mark} fill={filled ? colour : 'none'} stroke={colour} strokeWidth={filled ? 0 : 1.75} />
      </g>
    </svg>
  );
});
