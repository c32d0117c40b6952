/**
 * @file The door of the sprite scenes.
 */
export { loadSpriteAtlas, type SpriteAtlas, spriteCredits } from './atlas';
export { createSpriteSource, type SpriteOptions } from './source';
