/** @file One image, larger, with its objects listed. */
import { useMemo } from 'react';
import type { SampleView } from '../../../worker';
import { ImageCanvas } from '../../images/ImageCanvas';
import { ObjectList } from '../../images/ObjectList';
import { describeObjects, drawnObjects } from '../../images/outcome';

export function SelectedSample({ view }: { view: SampleView }) {
  const boxes = useMemo(() => drawnObjects(view.objects), [view]);
  return (
    <>
      <ImageCanvas {...view} boxes={boxes} label={describeObjects(view)} />
      <ObjectList
        caption={`${view.width} \u00d7 ${view.height} pixels${view.objects.length === 0 ? ', no objects' : ''}`}
        items={view.objects.map(({ className, box, difficult, truncated }) => ({
          className,
          mark: [...(difficult ? ['difficult'] : []), ...(truncated ? ['truncated'] : [])].join(', '),
          value: `${Math.round(box[2] - box[0])} \u00d7 ${Math.round(box[3] - box[1])}`,
        }))}
        valueName="Size, px"
      />
    </>
  );
}
