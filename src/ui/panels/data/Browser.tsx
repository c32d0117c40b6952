/** @file The images of a split with their boxes, leafed through by page and filtered by class. */
import type { DataSummary, SampleView } from '../../../worker';
import { BarList } from '../../charts/BarList';
import { Button, IconButton } from '../../controls/Button';
import { Segmented } from '../../controls/Segmented';
import { count } from '../../format';
import { byFamily, classColour } from '../../images/classes';
import { Gallery } from '../../images/Gallery';
import { describeObjects, drawnObjects } from '../../images/outcome';
import { type Browse, samplesPerPage } from '../../store/state';
import { useActions, useLab } from '../../use-lab';
import styles from './Browser.module.css';
import { binName } from './bin-names';

const splitNames = { train: 'Train', val: 'Val', 'test-style': 'Unseen style' } as const;
const splitTitles = {
  train: '',
  val: '',
  'test-style': 'Scenes drawn with sprites of a pack that training never sees',
} as const;

export function Browser({ data }: { data: DataSummary }) {
  const { browse, samples, image } = useLab(({ browse, samples, view }) => ({ browse, samples, image: view.image }));
  const { browse: leaf, select } = useActions();
  const filters = [
    ...(browse.className === null ? [] : [browse.className]),
    ...(browse.bin === null ? [] : [binName(browse.bin)]),
  ];
  const splits = data.kind === 'sprites' ? (['train', 'val', 'test-style'] as const) : (['train', 'val'] as const);
  return (
    <section className={styles.browser} aria-label="Images">
      <div className={styles.tools}>
        <Segmented
          label="Split"
          value={browse.split}
          options={splits.map((value) => ({ value, label: splitNames[value], title: splitTitles[value] }))}
          onChange={(split) => void leaf({ split })}
          testId="split-switch"
        />
        <Segmented
          label="Form of the images"
          value={browse.augmented ? 'network' : 'stored'}
          options={[
            { value: 'stored', label: 'As stored' },
            { value: 'network', label: 'As the network gets it' },
          ]}
          onChange={(form) => void leaf({ augmented: form === 'network' })}
          testId="form-switch"
        />
        <Pages data={data} browse={browse} shown={samples.views.length} />
      </div>
      <Classes data={data} browse={browse} />
      <div className={styles.images}>
        {filters.length > 0 && (
          <p className={styles.filter} data-testid="browse-filter">
            Images with <b>{filters.join(' and ')}</b>
            <Button icon="close" look="quiet" onClick={() => void leaf({ className: null, bin: null })}>
              Show all
            </Button>
          </p>
        )}
        {samples.status === 'ready' && samples.views.length === 0 && (
          <p className={styles.none}>
            {browse.page > 0 ? 'No more images.' : 'No image of this split fits the filter.'}
          </p>
        )}
        {samples.status === 'failed' && (
          <p className={styles.none}>The images could not be shown; the message above says why.</p>
        )}
        <Gallery
          label={`${splitNames[browse.split]} images`}
          views={samples.views}
          boxes={boxesOf}
          describe={describeObjects}
          selected={image}
          onSelect={select}
          testId="sample-cell"
          rowHeight={136}
          busy={samples.status === 'loading'}
        />
      </div>
    </section>
  );
}

/** The same view gives the same boxes, so that its canvas is not drawn again. */
const drawn = new WeakMap<SampleView, ReturnType<typeof drawnObjects>>();
function boxesOf(view: SampleView): ReturnType<typeof drawnObjects> {
  const known = drawn.get(view) ?? drawnObjects(view.objects);
  drawn.set(view, known);
  return known;
}

/** How many images the present view has in all; null where only the worker could tell. */
function totalOf(data: DataSummary, { split, className, bin }: Browse): number | null {
  if (className !== null || bin !== null || split === 'test-style') return null;
  return data[split].images;
}

function Pages({ data, browse, shown }: { data: DataSummary; browse: Browse; shown: number }) {
  const { browse: leaf } = useActions();
  const total = totalOf(data, browse);
  const first = browse.page * samplesPerPage;
  const last = total === null ? shown < samplesPerPage : first + samplesPerPage >= total;
  return (
    <div className={styles.pages}>
      <span data-testid="page-range">
        {shown === 0 ? 'none' : `${count(first + 1)} to ${count(first + shown)}`}
        {total !== null && ` of ${count(total)}`}
      </span>
      <IconButton
        icon="previous"
        label="Previous page"
        keys={'\u2190'}
        disabled={browse.page === 0}
        onClick={() => void leaf({ page: browse.page - 1 })}
      />
      <IconButton
        icon="next"
        label="Next page"
        keys={'\u2192'}
        disabled={last}
        onClick={() => void leaf({ page: browse.page + 1 })}
      />
    </div>
  );
}

/** Objects per class of the shown split, by family; a click filters the images. */
function Classes({ data, browse }: { data: DataSummary; browse: Browse }) {
  const { browse: leaf } = useActions();
  const counts = browse.split === 'val' ? data.val.classCounts : data.train.classCounts;
  const top = Math.max(1, ...counts);
  const countOf = (className: string) => counts[data.classes.indexOf(className)] ?? 0;
  return (
    <section className={styles.classes} aria-label="Objects per class">
      <h2>Objects per class</h2>
      {byFamily(data.classes).map(({ name, classes }) => (
        <div key={name}>
          {data.classes.length > 4 && <h3 className={styles.family}>{name}</h3>}
          <BarList
            label={`${name}: objects per class`}
            bars={classes.map((className) => ({
              key: className,
              share: countOf(className) / top,
              value: count(countOf(className)),
              colour: classColour(className),
            }))}
            selected={browse.className}
            onSelect={(className) => void leaf({ className })}
            testId="class-bar"
          />
        </div>
      ))}
    </section>
  );
}
