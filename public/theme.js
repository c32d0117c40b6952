// Before the first paint, so that a dark page never flashes white. The same key is written by src/ui/theme.ts.
try {
  const theme = localStorage.getItem('ssd-lab.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {}
