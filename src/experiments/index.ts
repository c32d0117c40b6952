/** @file The door of the experiments room: what a run is, and how it travels. */
export * from './compare';
export * from './config';
export * from './effects';
export * from './experiment';
export * from './grid';
export * from './link';
export * from './plans';
export * from './record';
export * from './scheme';
export * from './statistics';
export * from './tuning';
export * from './verdict';
export * from './view';
