/** @file An IoU that can be checked by hand. */
import { Explained } from '../../lesson/Explained';
import type { Box } from './box-place';
import { overlapOf } from './overlap';

interface Props {
  value: number;
  label: string;
  a: Readonly<Box>;
  b: Readonly<Box>;
}

export function IouSum({ value, label, a, b }: Props) {
  return (
    <Explained value={value === 0 ? '0' : value.toFixed(2)} label={label}>
      <Arithmetic a={a} b={b} />
    </Explained>
  );
}

function Arithmetic({ a, b }: Pick<Props, 'a' | 'b'>) {
  const { width, height, areas, union } = overlapOf(a, b);
  const short = (value: number) => value.toFixed(1);
  return (
    <>
      <p>
        Intersection {short(width)} × {short(height)} = {short(width * height)} px²
      </p>
      <p>
        Union {short(areas[0])} + {short(areas[1])} − {short(width * height)} = {short(union)} px²
      </p>
      <p>
        {short(width * height)} / {short(union)} = <b>{(union > 0 ? (width * height) / union : 0).toFixed(4)}</b>
      </p>
    </>
  );
}
