/** @file The legend of the canvas with its counts; positives and hard negatives can be left out of the drawing. */
import { memo } from 'react';
import { count, dash } from '../../format';
import { displayStore, useDisplay } from './display';
import type { AnchorRole } from './matched';
import { RoleMark } from './RoleMark';
import styles from './Roles.module.css';
import type { Matching } from './use-matching';

const meanings: Readonly<Record<AnchorRole, string>> = {
  bipartite: 'The best free anchor of an object, whatever their IoU',
  tie: 'As good as the best anchor of its object, even below the threshold',
  threshold: 'IoU with its nearest object at or above the threshold',
  'hard negative': 'Unmatched, and looks least like background to the model',
  ignored: 'Takes no part in the loss; drawn for the picked cell',
};

export function Roles({ matching: { summary } }: { matching: Matching }) {
  const rows = [
    ['bipartite', 'Bipartite', summary.bipartite],
    ['tie', 'Tie', summary.tie],
    ['threshold', 'Threshold', summary.threshold],
    ['hard negative', 'Hard negative', summary.hardNegatives],
    ['ignored', 'Ignored', summary.ignored],
  ] as const;
  return (
    <section className={styles.roles} aria-label="Anchors by their role">
      <dl>
        {rows.map(([role, name, value]) => (
          <div key={role} title={meanings[role]}>
            <dt>
              <RoleMark role={role} line />
              {name}
            </dt>
            <dd data-answer data-testid={`role-${role.replace(' ', '-')}`}>
              {value === null ? dash : count(value)}
            </dd>
          </div>
        ))}
      </dl>
      <Switches />
    </section>
  );
}

const Switches = memo(function Switches() {
  const { positives, hardNegatives } = useDisplay();
  return (
    <div className={styles.switches}>
      <label>
        <input
          type="checkbox"
          data-testid="show-positives"
          checked={positives}
          onChange={() => displayStore.setState({ positives: !positives })}
        />
        Show positives
      </label>
      <label>
        <input
          type="checkbox"
          data-testid="show-negatives"
          checked={hardNegatives}
          onChange={() => displayStore.setState({ hardNegatives: !hardNegatives })}
        />
        Show hard negatives
      </label>
    </div>
  );
});
