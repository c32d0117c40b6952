/**
 * @file The bench worker of Node: a process of its own with the same functions as bench.worker.ts, on Dawn.
 */
import './dawn-globals';
import process from 'node:process';
import { expose } from 'comlink';
import { benchApi } from './api';
import { processEndpoint } from './process-endpoint';

process.once('disconnect', () => process.exit());
expose(benchApi, processEndpoint(process));
