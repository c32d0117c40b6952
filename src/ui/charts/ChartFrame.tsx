/** @file What every chart has: a title, its controls, the same numbers as a table, as CSV, and itself as a picture. */
import { type ReactNode, useRef, useState } from 'react';
import { IconButton } from '../controls/Button';
import { dash } from '../format';
import styles from './ChartFrame.module.css';
import { useCaption } from './caption';
import { pictureOf } from './picture';
import { type ChartTable, csvOf, saveFile, saveText, spread } from './table';

interface Props {
  title: string;
  /** Between the title and the chart: a legend with live values, or one line that says what is measured. */
  legend?: ReactNode;
  controls?: ReactNode;
  /** Called only when the table is open or saved. */
  table(): ChartTable;
  fileName: string;
  children: ReactNode;
}

const tableRows = 200;

export function ChartFrame({ title, legend, controls, table, fileName, children }: Props) {
  const [asTable, setAsTable] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const figure = useRef<HTMLElement>(null);
  const caption = useCaption();
  const name = title.toLowerCase();
  const savePicture = async () => {
    try {
      setProblem(null);
      saveFile(`${fileName}.png`, await pictureOf(figure.current!, caption()));
    } catch (error) {
      setProblem(`No picture: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <figure ref={figure} className={styles.frame}>
      <figcaption className={styles.head}>
        <h2>{title}</h2>
        {controls && (
          <div className={styles.controls} data-not-in-pictures>
            {controls}
          </div>
        )}
        <div className={styles.tools} data-not-in-pictures>
          <IconButton
            icon={asTable ? 'chart' : 'table'}
            label={asTable ? `${title} as a chart` : `${title} as a table`}
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          />
          <IconButton
            icon="download"
            label={`Save ${name} as CSV`}
            onClick={() => saveText(`${fileName}.csv`, csvOf(table(), caption()))}
          />
          <IconButton icon="picture" label={`Save ${name} as PNG`} onClick={() => void savePicture()} />
        </div>
      </figcaption>
      {problem !== null && (
        <p className={styles.problem} role="alert" data-not-in-pictures>
          {problem}
        </p>
      )}
      {legend}
      {asTable ? <TableView title={title} table={table()} /> : children}
    </figure>
  );
}

function TableView({ title, table }: { title: string; table: ChartTable }) {
  const rows = spread(table.rows, tableRows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={`${title}, table`}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {spaced(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((value, i) => (
                <td key={table.columns[i]}>{cell(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length < table.rows.length && (
        <p className={styles.note}>
          {rows.length} of {table.rows.length} rows, evenly spread; the CSV has all.
        </p>
      )}
    </section>
  );
}

/** "hardNegatives" -> "hard negatives"; the CSV keeps the name that code reads. */
function spaced(column: string): string {
  return column.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function cell(value: string | number | null): string {
  if (typeof value === 'string') return value;
  if (value === null || !Number.isFinite(value)) return dash;
  const fraction = Math.abs(value) >= 0.001 && Math.abs(value) < 1;
  return fraction ? value.toFixed(4) : String(Number(value.toPrecision(4)));
}
