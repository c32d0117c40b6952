/** @file Going from page to page: hooks run here and nowhere else, and the view says where the reader is. */
import { defaultView, encodeView, type View } from '../../experiments';
import type { Bench, Page } from './page';
import { pages } from './pages';

/** The page that the view names; null while the lesson is closed, or for a name that no page has. */
export function pageOf({ lesson }: Pick<View, 'lesson'>): Page | null {
  return pages.find(({ id }) => id === lesson) ?? null;
}

/** Opens a page, or closes the lesson with null. */
export function goTo(bench: Bench, id: string | null): void {
  const { store, actions } = bench;
  pageOf(store.getState().view)?.out?.(bench);
  const page = pageOf({ lesson: id });
  // The panel first: going back in the browser's history then finds the page before.
  if (page !== null && page.panel !== store.getState().panel) actions.show(page.panel);
  actions.look({ lesson: page?.id ?? null });
  page?.on?.(bench);
}

/**
 * Sets up the page that a link starts at. A link that says more about the view than its page has been made by someone
 * who was there, and is left as it is.
 */
export function beginAtLink(bench: Bench): void {
  const { view } = bench.store.getState();
  if (view.lesson === null) return;
  const page = pageOf(view);
  if (page === null) {
    const earlier = bench.store.getState().notices.filter(({ source }) => source === 'link');
    const known = pages.map(({ id }) => id).join(', ');
    bench.actions.look({ lesson: null });
    bench.actions.reportLink([
      ...earlier.map(({ message }) => message),
      `"${view.lesson}" is not a page of the lesson; expected one of ${known}`,
    ]);
  } else if (saysNoMore(view)) {
    if (page.panel !== bench.store.getState().panel) bench.actions.show(page.panel);
    page.on?.(bench);
  }
}

function saysNoMore(view: View): boolean {
  const { lesson, hidden } = defaultView;
  return encodeView({ ...view, lesson, hidden }) === '';
}
