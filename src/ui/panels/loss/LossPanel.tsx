/** @file The Loss stage. */
import { BatchStrip } from '../../inspection/BatchStrip';
import { ModelBar } from '../../inspection/ModelBar';
import { PanelHead } from '../PanelHead';

export function LossPanel() {
  return (
    <>
      <PanelHead title="Loss" inspector="Batch" subtitle={null} />
      <ModelBar />
      <BatchStrip />
    </>
  );
}
