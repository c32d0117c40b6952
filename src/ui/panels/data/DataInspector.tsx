/** @file Beside the images: the selected one, else the choice of the data set and what it is made of. */
import { useState } from 'react';
import { Segmented } from '../../controls/Segmented';
import { ChoiceSetting, NumberSetting } from '../../settings/Setting';
import { isActive, selectedView } from '../../store/state';
import { useActions, useLab } from '../../use-lab';
import { BringData } from './BringData';
import styles from './DataInspector.module.css';
import { SelectedSample } from './SelectedSample';

export function DataInspector() {
  const selected = useLab((state) => selectedView(state));
  return selected === null ? <ChooseData /> : <SelectedSample view={selected} />;
}

type Source = 'sprites' | 'voc';

function ChooseData() {
  const { current, busy, inStage } = useLab(({ config, status, data }) => ({
    current: config.data.kind,
    busy: isActive(status),
    // Without data the stage itself asks for it.
    inStage: data === null,
  }));
  const { chooseScenes } = useActions();
  const [asked, setAsked] = useState<Source | null>(null);
  const source = asked ?? current;
  return (
    <div className={styles.choose}>
      <Segmented<Source>
        label="Source of the data"
        value={source}
        options={[
          { value: 'sprites', label: 'Built-in scenes' },
          { value: 'voc', label: 'My VOC data' },
        ]}
        disabled={busy}
        onChange={(next) => {
          setAsked(next === current ? null : next);
          if (next === 'sprites' && current === 'voc') void chooseScenes().then(() => setAsked(null));
        }}
        testId="data-source"
      />
      {busy && <p className={styles.note}>Reset the run to change its data.</p>}
      {source === 'sprites' && <Scenes />}
      {source === 'voc' && (inStage ? <p className={styles.note}>Waiting for the data.</p> : <BringData />)}
    </div>
  );
}

function Scenes() {
  const { isScenes, classes } = useLab(({ config, data }) => ({
    isScenes: config.data.kind === 'sprites',
    classes: data?.train.classCounts.filter((count) => count > 0).length ?? 20,
  }));
  if (!isScenes) return null;
  return (
    <>
      <p className={styles.note}>
        Scenes of {classes} VOC classes, composed from open emoji sprites by a seed. No download; the same seed draws
        the same scenes on every machine. A score on them does not predict one on photographs.
      </p>
      <div>
        <NumberSetting path="data.seed" testId="data-seed" label="Seed of the scenes" />
        <NumberSetting path="data.train" testId="data-train" label="Train scenes" />
        <NumberSetting path="data.val" testId="data-val" label="Val scenes" />
        <ChoiceSetting
          path="data.objects"
          testId="data-objects"
          label="Objects per scene"
          options={[
            { value: 'mixed', label: '1 to 10' },
            { value: 'three', label: 'always 3' },
            { value: 'one-or-many', label: '1, or 8 to 12' },
          ]}
          help="The wider the spread, the more batch-wise and sample-wise normalization differ."
        />
      </div>
      <Credits />
    </>
  );
}

/** The authors of the sprites, as their licences ask. */
function Credits() {
  const credits = useLab((state) => state.data?.credits ?? null);
  if (credits === null || credits.length === 0) return null;
  return (
    <section className={styles.credits}>
      <h3>Sprites by</h3>
      <ul>
        {credits.map(({ name, licence, url }) => (
          <li key={name}>
            <a href={url} target="_blank" rel="noreferrer">
              {name}
            </a>{' '}
            <span>{licence}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
