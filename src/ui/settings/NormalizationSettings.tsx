/** @file By what the loss is divided, and under sample-wise how the images are put together. */
import { useLab } from '../use-lab';
import { ChoiceSetting } from './Setting';

export function NormalizationSettings({ label }: { label: string }) {
  const { normalization, sampleScale, batch } = useLab((state) => state.config);
  return (
    <>
      <ChoiceSetting
        path="normalization"
        testId="norm"
        label={label}
        options={[
          { value: 'batch', label: 'Batch-wise' },
          { value: 'sample', label: 'Sample-wise' },
        ]}
        help={
          normalization === 'batch'
            ? 'Divides by the positives of the whole batch: every positive anchor weighs the same.'
            : 'Divides each image by its own positives: every image weighs the same, so a lone object weighs more.'
        }
      />
      {normalization === 'sample' && (
        <ChoiceSetting
          path="sampleScale"
          testId="scale"
          label="Over the images"
          options={[
            { value: 'sum', label: 'Sum' },
            { value: 'mean', label: 'Mean' },
          ]}
          help={
            sampleScale === 'sum'
              ? `As defined: the gradient is about ${batch} times that of batch-wise.`
              : 'Divided by the images, so that the gradient compares with batch-wise.'
          }
        />
      )}
    </>
  );
}
