/** @file The feature maps: what each holds, and whether its grid and its best IoU are drawn. */
import { memo } from 'react';
import { count, dash } from '../../format';
import { mapName } from './cells';
import { displayStore, useDisplay } from './display';
import styles from './Maps.module.css';
import type { Matching } from './use-matching';

export function Maps({ matching: { anchors, spec, summary } }: { matching: Matching }) {
  return (
    <table className={styles.maps}>
      <caption>Feature maps</caption>
      <thead>
        <tr>
          <th scope="col">Cells</th>
          <th scope="col" title="Centres of the cells; pick one to see its anchors">
            Grid
          </th>
          <th scope="col" title="The largest IoU of a cell's anchors with any object">
            IoU
          </th>
          <th scope="col" className={styles.number} title="Positive anchors">
            Pos.
          </th>
          <th scope="col" className={styles.number} title="Hard negatives">
            Neg.
          </th>
        </tr>
      </thead>
      <tbody>
        {anchors.layers.map((layer, map) => {
          const name = mapName(layer);
          const { positives, hardNegatives } = summary.maps[map];
          return (
            <tr key={layer.offset} data-testid="map-row" data-map={map}>
              <th
                scope="row"
                title={`${count(layer.count)} anchors, ${layer.perCell} a cell, ${spec.steps[map]} px from cell to cell`}
              >
                {name}
              </th>
              <Switches map={map} name={name} />
              <td className={styles.number} data-answer data-testid={`map-positives-${map}`}>
                {count(positives)}
              </td>
              <td className={styles.number} data-answer data-testid={`map-negatives-${map}`}>
                {hardNegatives === null ? dash : count(hardNegatives)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const Switches = memo(function Switches({ map, name }: { map: number; name: string }) {
  const { grids, heat } = useDisplay();
  const others = grids.filter((other) => other !== map);
  const shown = others.length < grids.length;
  return (
    <>
      <td>
        <input
          type="checkbox"
          aria-label={`Grid of ${name}`}
          data-testid={`grid-${map}`}
          checked={shown}
          onChange={() => displayStore.setState({ grids: shown ? others : [...grids, map] })}
        />
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={`Best IoU per cell of ${name}`}
          data-testid={`heat-${map}`}
          checked={heat === map}
          onChange={() => displayStore.setState({ heat: heat === map ? null : map })}
        />
      </td>
    </>
  );
});
