/** @file The image of a finding with what its repair changes: before dashed, after solid, and the numbers beside it. */
import { useEffect, useMemo, useState } from 'react';
import type { Finding, Patch } from '../../../../worker';
import { ImageCanvas } from '../../../images/ImageCanvas';
import { useInspect } from '../../../use-lab';
import styles from './FindingPicture.module.css';
import { changedFacts, drawnPatches } from './patches';

interface Picture {
  bitmap: ImageBitmap;
  width: number;
  height: number;
}

export function FindingPicture({ finding, image }: { finding: Finding; image: string }) {
  const { picture, problem } = usePicture(image);
  const patches = useMemo(() => {
    const all = finding.repair?.patches ?? [];
    // A repair of the whole set changes many files; here is what it does to this one.
    return all.filter(({ file }) => file === finding.file).slice(0, 60);
  }, [finding]);
  const boxes = useMemo(() => drawnPatches(patches), [patches]);
  if (problem !== null) return <p className={styles.note}>{problem}</p>;
  return (
    <div className={styles.pair} data-testid="finding-picture">
      <div className={styles.image}>
        {picture && <ImageCanvas {...picture} boxes={boxes} label={`${image}: ${finding.reason}`} />}
        {boxes.length > 0 && <p className={styles.note}>Dashed: as in the file. Solid: after the repair.</p>}
      </div>
      {patches.length > 0 && <Changes patches={patches} />}
    </div>
  );
}

function Changes({ patches }: { patches: readonly Patch[] }) {
  const rows = patches.flatMap((patch) =>
    changedFacts(patch).map((change) => ({ ...change, key: `${patch.object} ${change.name}`, object: patch.object })),
  );
  return (
    <table>
      <caption className="visually-hidden">What the repair changes</caption>
      <thead>
        <tr>
          <th scope="col">Object</th>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, object, name, before, after }) => (
          <tr key={key}>
            <td>{object ?? 'file'}</td>
            <td>{name}</td>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The pixels are given back when another image is shown. */
function usePicture(image: string): { picture: Picture | null; problem: string | null } {
  const api = useInspect();
  const [state, setState] = useState<{ picture: Picture | null; problem: string | null }>({
    picture: null,
    problem: null,
  });
  useEffect(() => {
    let wanted = true;
    let held: Picture | null = null;
    api.picture(image).then(
      (picture) => {
        if (!wanted) return picture.bitmap.close();
        held = picture;
        setState({ picture, problem: null });
      },
      (error: Error) => wanted && setState({ picture: null, problem: `The image cannot be shown: ${error.message}` }),
    );
    return () => {
      wanted = false;
      held?.bitmap.close();
    };
  }, [api, image]);
  return state;
}
