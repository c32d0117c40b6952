/** @file The Init stage. */
import { BatchStrip } from '../../inspection/BatchStrip';
import { ModelBar } from '../../inspection/ModelBar';
import { PanelHead } from '../PanelHead';

export function InitPanel() {
  return (
    <>
      <PanelHead title="Init" inspector="Initializer" subtitle={null} />
      <ModelBar />
      <BatchStrip />
    </>
  );
}
