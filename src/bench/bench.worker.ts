/**
 * @file The bench worker: measures where the lab computes, off the page's main thread.
 */
import { expose } from 'comlink';
import { benchApi } from './api';

expose(benchApi);
