/** @file A cell of a feature map by numbers, and the anchors of that cell: the alternative to picking it on the canvas. */
import { memo } from 'react';
import type { AnchorLayer } from '../../../ssd';
import { metric } from '../../format';
import { useActions } from '../../use-lab';
import { pixels } from './arithmetic';
import styles from './CellSteps.module.css';
import { anchorsOfCell, type Cell, clampCell, firstOfCell, mapName, placeOf } from './cells';
import { hover } from './display';
import { roleOf } from './matched';
import { RoleMark } from './RoleMark';
import type { Matching } from './use-matching';

export function CellSteps({ matching }: { matching: Matching }) {
  const { anchors, targets, hard, anchor } = matching;
  const { look } = useActions();
  const { layers, centers } = anchors;
  const cell: Cell | null = anchor === null ? null : placeOf(layers, anchor);
  return (
    <section className={styles.cell} aria-label="Cell of a feature map">
      <h3>Anchors of a cell</h3>
      <Fields layers={layers} anchor={anchor} />
      {cell !== null && (
        <ul className={styles.shapes}>
          {anchorsOfCell(layers, cell).map((a) => (
            <li key={a}>
              <button
                type="button"
                aria-pressed={a === anchor}
                data-testid="cell-anchor"
                onClick={() => look({ anchor: a })}
                onPointerEnter={() => hover(null, a)}
                onPointerLeave={() => hover(null, null)}
              >
                <RoleMark role={roleOf(a, targets, hard)} />
                <span>
                  {pixels(centers[a * 4 + 2])} × {pixels(centers[a * 4 + 3])}
                </span>
                <span className={styles.role}>{roleOf(a, targets, hard)}</span>
                <span>{metric(targets.bestIou[a])}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface FieldsProps {
  layers: readonly AnchorLayer[];
  anchor: number | null;
}

const Fields = memo(function Fields({ layers, anchor }: FieldsProps) {
  const { look } = useActions();
  const cell: Cell | null = anchor === null ? null : placeOf(layers, anchor);
  const go = (change: Partial<Cell>) => {
    const next = clampCell(layers, { map: 0, row: 0, column: 0, ...cell, ...change });
    look({ anchor: firstOfCell(layers, next) });
  };
  const layer = layers[cell?.map ?? 0];
  return (
    <div className={styles.fields}>
      <label>
        Map
        <select
          value={cell?.map ?? ''}
          data-testid="cell-map"
          onChange={(event) => go({ map: Number(event.target.value) })}
        >
          {cell === null && <option value="">none</option>}
          {layers.map((entry, map) => (
            <option key={entry.offset} value={map}>
              {mapName(entry)}
            </option>
          ))}
        </select>
      </label>
      {(['row', 'column'] as const).map((axis) => (
        <label key={axis}>
          {axis === 'row' ? 'Row' : 'Column'}
          <input
            type="number"
            min={0}
            max={(axis === 'row' ? layer.height : layer.width) - 1}
            value={cell?.[axis] ?? ''}
            disabled={cell === null}
            data-testid={`cell-${axis}`}
            onChange={(event) => event.target.value !== '' && go({ [axis]: Number(event.target.value) })}
          />
        </label>
      ))}
    </div>
  );
});
