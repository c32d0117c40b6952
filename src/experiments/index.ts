/** @file The door of the experiments room: what a run is, and how it travels. */
export * from './compare';
export * from './config';
export * from './experiment';
export * from './link';
export * from './record';
export * from './scheme';
export * from './statistics';
export * from './view';
