/** @file Light, dark, or as the system has it. index.html applies the stored choice before the first paint. */
import { createStore } from 'zustand/vanilla';
import { preference, remember } from './preferences';

export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const stored = preference('theme');
export const themeStore = createStore<Theme>()(() => (stored === 'light' || stored === 'dark' ? stored : 'system'));

export function setTheme(theme: Theme): void {
  themeStore.setState(theme, true);
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  remember('theme', theme);
}
