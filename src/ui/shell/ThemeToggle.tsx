/** @file System, light, dark: one button that goes round. */
import { useStore } from 'zustand';
import { IconButton } from '../controls/Button';
import { setTheme, themeStore, themes } from '../theme';

const names = { system: 'as the system', light: 'light', dark: 'dark' } as const;

export function ThemeToggle() {
  const theme = useStore(themeStore);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length];
  return (
    <IconButton
      icon={theme}
      data-testid="theme-toggle"
      label={`Colours ${names[theme]}; change to ${names[next]}`}
      onClick={() => setTheme(next)}
    />
  );
}
