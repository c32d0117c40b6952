/** @file Whether the anchors fit the objects of this data set, and which sizes and ratios would fit them better. */
import { type ReactNode, useRef, useState } from 'react';
import type { RunConfig } from '../../../experiments';
import type { AnchorAdvice, AnchorFit } from '../../../worker';
import { saveFile } from '../../charts/table';
import { Button } from '../../controls/Button';
import { count, metric } from '../../format';
import { useAnswer } from '../../inspection/answer';
import { useLookedAt } from '../../inspection/model';
import { useActions, useLab } from '../../use-lab';
import styles from './AnchorAdvisor.module.css';

export function AnchorAdvisor() {
  const { ready } = useLookedAt();
  const { config, iouThreshold, name } = useLab(({ config, view, data }) => ({
    config,
    iouThreshold: view.iouThreshold,
    name: data?.name ?? null,
  }));
  const { change, look } = useActions();
  const { data, model, anchors } = config;
  const question = `advice ${name} ${JSON.stringify([data, model, anchors])} ${iouThreshold}`;
  const [asked, setAsked] = useState<string | null>(null);
  const { value, busy, problem } = useAnswer(asked === question ? question : null, async (api) => ({
    question,
    advice: await api.adviseAnchors({ config, iouThreshold }),
  }));
  const advice = value?.question === question ? value.advice : null;
  const [refused, setRefused] = useState<string | null>(null);
  const section = useRef<HTMLElement>(null);
  const use = (chosen: RunConfig['anchors']) => {
    const problem = change('anchors', chosen);
    setRefused(problem);
    if (problem !== null) return;
    // A run that has ended keeps its own.
    look({ weights: 'fresh' });
    // The button that was pressed is gone.
    section.current?.focus();
  };
  return (
    <section ref={section} tabIndex={-1} aria-label="Anchor advisor" data-testid="anchor-advisor">
      <h2>Anchor advisor</h2>
      <p className={styles.note}>
        Which sizes and ratios of the anchors of {model} would reach more objects of train at IoU{' '}
        {iouThreshold.toFixed(2)}? Maps and anchors a cell stay, so that the network stays as it is.
      </p>
      {anchors !== null && (
        <p className={styles.inUse} data-testid="advice-in-use">
          The settings have anchors of their own.
          <Button look="quiet" icon="reset" onClick={() => use(null)}>
            Use the model's
          </Button>
        </p>
      )}
      {advice === null ? (
        <Button data-testid="advise-anchors" disabled={!ready || busy} onClick={() => setAsked(question)}>
          {busy ? 'Searching\u2026' : 'Search'}
        </Button>
      ) : (
        <Advice advice={advice} model={model} iouThreshold={iouThreshold} onUse={use} />
      )}
      {refused !== null && (
        <p className={styles.problem} role="alert">
          {refused}
        </p>
      )}
      {problem !== null && asked === question && <p className={styles.problem}>{problem}</p>}
    </section>
  );
}

interface Props {
  advice: AnchorAdvice;
  model: string;
  iouThreshold: number;
  onUse(anchors: RunConfig['anchors']): void;
}

function Advice({ advice: { images, objects, present, suggested }, model, iouThreshold, onUse }: Props) {
  const share = (reached: number, of = objects) => metric(of === 0 ? null : reached / of);
  const better = suggested.reached > present.reached || suggested.meanBestIou > present.meanBestIou;
  return (
    <>
      <p className={styles.verdict} data-testid="advice-verdict">
        The present anchors reach <b>{share(present.reached)}</b> of {count(objects)} objects in {count(images)} images,{' '}
        {better ? (
          <>
            the suggested ones <b>{share(suggested.reached)}</b>.
          </>
        ) : (
          'and the search found none that fit better.'
        )}
      </p>
      <div className={styles.tables}>
        <Scrolled label="Recall by map">
          <thead>
            <tr>
              <th scope="col">Map</th>
              <th scope="col">Size, ratios now</th>
              <th scope="col">Reached</th>
              <th scope="col">Suggested</th>
              <th scope="col">Reached</th>
            </tr>
          </thead>
          <tbody>
            {present.byMap.map((reached, map) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: maps have no other identity
              <tr key={map}>
                <th scope="row">{sideOf(present.anchors.maps[map])}</th>
                <td>{shapes(present.anchors, map)}</td>
                <td>{share(reached)}</td>
                <td>{shapes(suggested.anchors, map)}</td>
                <td>{share(suggested.byMap[map])}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">Any</th>
              <td>mean best IoU {metric(present.meanBestIou)}</td>
              <td data-testid="recall-present">{share(present.reached)}</td>
              <td>mean best IoU {metric(suggested.meanBestIou)}</td>
              <td data-testid="recall-suggested">{share(suggested.reached)}</td>
            </tr>
          </tbody>
        </Scrolled>
        <Scrolled label="Recall by class">
          <thead>
            <tr>
              <th scope="col">Class</th>
              <th scope="col">Objects</th>
              <th scope="col">Now</th>
              <th scope="col">Suggested</th>
            </tr>
          </thead>
          <tbody>
            {present.byClass.map(({ className, objects: of, reached }, i) =>
              of === 0 ? null : (
                <tr key={className}>
                  <th scope="row">{className}</th>
                  <td>{count(of)}</td>
                  <td>{share(reached, of)}</td>
                  <td>{share(suggested.byClass[i].reached, of)}</td>
                </tr>
              ),
            )}
          </tbody>
        </Scrolled>
      </div>
      <p className={styles.note}>
        Weights depend on the anchors that they were trained with, so a run with others begins anew. The file has the
        suggested ones in the form of a model's specification.
      </p>
      <div className={styles.actions}>
        {better && (
          <Button
            data-testid="use-anchors"
            onClick={() => onUse({ sizes: suggested.anchors.sizes, ratios: suggested.anchors.ratios })}
          >
            Use these anchors
          </Button>
        )}
        <Button
          icon="download"
          data-testid="export-anchors"
          onClick={() => saveFile('anchors.json', asJson({ model, iouThreshold, objects, present, suggested }))}
        >
          Save the anchors
        </Button>
      </div>
    </>
  );
}

/** On a phone a table of numbers scrolls, and so must be reachable by keyboard. */
function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section tabIndex={0} aria-label={label}>
      <table aria-label={label}>{children}</table>
    </section>
  );
}

function sideOf(map: AnchorFit['anchors']['maps'][number]): string {
  const [height, width] = typeof map === 'number' ? [map, map] : map;
  return `${height} \u00d7 ${width}`;
}

/** `19.2 px; 1, 2, 0.5`. */
function shapes({ sizes, ratios }: AnchorFit['anchors'], map: number): string {
  return `${Number(sizes[map].toPrecision(3))} px; ${ratios[map].map((ratio) => Number(ratio.toPrecision(3))).join(', ')}`;
}

function asJson(value: unknown): Blob {
  return new Blob([`${JSON.stringify(value, null, 1)}\n`], { type: 'application/json' });
}
