/**
 * @file Training steps of a model on one batch, by the lab's engine or by stock TensorFlow.js.
 */
import { dispose } from '../engine';
import { checkMemory, modelSpecs, Network } from '../model';
import { initializerSpecs, vocClasses } from '../ssd';
import { compileRun, type TrainedStep, Training, type TrainingPlan } from '../training';
import type { Implementation, Runnable } from './runnable';
import { sceneBatch } from './scene-batch';
import { stockTraining } from './stock/network';

export interface StepTask {
  kind: 'step';
  implementation: Implementation;
  model: keyof typeof modelSpecs;
  batch: number;
  plan: TrainingPlan;
}

/** @throws EngineLimitError if a step does not fit the device, Error if stock TensorFlow.js cannot train the model */
export async function stepRunnable(task: StepTask, backend: 'webgpu' | 'wasm' | 'cpu'): Promise<Runnable> {
  const spec = modelSpecs[task.model];
  const classes = vocClasses.length;
  const predictorInitializer = initializerSpecs['xavier-uniform-avg-2'];
  const network = new Network(spec, { classes, seed: 1, predictorInitializer });
  const batch = sceneBatch(network.anchors, { count: task.batch, size: spec.anchors.inputSize, classes });
  try {
    checkMemory(network, task.batch, backend);
    if (task.implementation === 'own') return ownSteps(network, task.plan, batch);
    const stock = await stockTraining(network, task.plan, batch);
    network.dispose();
    return { once: () => dispose(stock.step()), dispose: stock.dispose };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function ownSteps(network: Network, plan: TrainingPlan, batch: ReturnType<typeof sceneBatch>): Runnable {
  const training = new Training(network, { ...plan, steps: Number.MAX_SAFE_INTEGER });
  const steps = training.run(async () => batch);
  let trained: TrainedStep[] = [];
  return {
    async once() {
      const { value } = await steps.next();
      if (value) trained.push(value);
    },
    compile: () => compileRun(training, { batch: batch.count, detected: [], ways: [] }, () => {}),
    stages() {
      const done = trained;
      trained = [];
      return meanStages(done);
    },
    dispose() {
      training.dispose();
      network.dispose();
    },
  };
}

function meanStages(steps: readonly TrainedStep[]): Record<string, number> {
  const names = Object.keys(steps[0]?.stages ?? {}) as (keyof TrainedStep['stages'])[];
  const mean = (name: keyof TrainedStep['stages']) =>
    steps.reduce((sum, { stages }) => sum + stages[name], 0) / steps.length;
  return Object.fromEntries(names.map((name) => [name, mean(name)]));
}
