/** @file The questions of the panels, answered on the engine that trains. */
import { transfer } from 'comlink';
import { parseRunConfig } from '../../experiments';
import type { InspectApi } from '../inspection';
import { anchorRecall, imagesByObjects } from './anchors';
import { compareDecoders, decodeImage } from './detections';
import type { Host } from './ground';
import { inspectImages } from './images';
import { batchLoss, logitSummary, weightGradients } from './loss';
import { Models } from './models';
import { runTrial } from './trial';
import { describeParameter, summarizeWeights } from './weights';

/** @returns the API, and what forgets every network and prediction before the engine or the data change */
export function createInspector(host: Host): { api: InspectApi; forget(): void } {
  const models = new Models(host);
  /** The page sends what it validated, a test or another page may not. */
  const checked = <R extends { config: unknown }>(request: R) => {
    const config = parseRunConfig(request.config);
    return { request: { ...request, config }, ground: host.ground(config) };
  };
  const api: InspectApi = {
    async inspectImages(images, config) {
      const { ground } = checked({ config });
      const inspected = await inspectImages(images, config.model, ground);
      return transfer(
        inspected,
        inspected.map(({ bitmap }) => bitmap),
      );
    },
    async predict(given) {
      const { request, ground } = checked(given);
      return (await models.predict(request, ground)).predictions;
    },
    async batchLoss(given) {
      const { request, ground } = checked(given);
      return batchLoss(request, models, ground);
    },
    async weightGradients(given) {
      const { request, ground } = checked(given);
      return weightGradients(request, models, ground, host);
    },
    async parameters(given) {
      const { request, ground } = checked(given);
      return host.turns.take(async () => models.of(request, ground).network.parameters.map(describeParameter));
    },
    async weights(given) {
      const { request, ground } = checked(given);
      return host.turns.take(() => summarizeWeights(models.of(request, ground).network, request));
    },
    async logitSummary(given) {
      const { request, ground } = checked(given);
      return logitSummary(request, models, ground);
    },
    async detections(given) {
      const { request, ground } = checked(given);
      return decodeImage(request, models, ground, host);
    },
    async compareDecoders(given) {
      const { request, ground } = checked(given);
      return compareDecoders(request, models, ground, host);
    },
    async trial(given) {
      const { request, ground } = checked(given);
      return runTrial(request, ground, host);
    },
    async anchorRecall(given) {
      const { request, ground } = checked(given);
      return anchorRecall(request, ground, host);
    },
    async imagesByObjects(given) {
      const { request, ground } = checked(given);
      return imagesByObjects(request.counts, ground);
    },
  };
  return { api, forget: () => models.forget() };
}
