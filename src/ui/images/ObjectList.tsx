/** @file The boxes of one image as a table: what the canvas shows, in words. */
import { classColour } from './classes';
import styles from './ObjectList.module.css';

interface Props {
  caption: string;
  valueName: string;
  items: readonly { className: string; mark: string; value: string }[];
}

export function ObjectList({ caption, valueName, items }: Props) {
  if (items.length === 0) return <p className={styles.none}>{caption}</p>;
  return (
    <table className={styles.list}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">
            <span className="visually-hidden">Remark</span>
          </th>
          <th scope="col">{valueName}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ className, mark, value }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: boxes of an image have no other identity
          <tr key={i}>
            <td>
              <span className={styles.swatch} style={{ background: classColour(className) }} />
              {className}
            </td>
            <td className={styles.mark}>{mark}</td>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
