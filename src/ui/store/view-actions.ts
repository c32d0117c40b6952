/** @file Commands of the page itself: which panel, which image, which notices. */
import type { Bench } from './bench';
import { withNotice } from './reduce';
import type { PanelId, Selection } from './state';

export interface ViewActions {
  show(panel: PanelId): void;
  select(selection: Selection | null): void;
  /** Closing the sheet also lets go of the selection that it showed. */
  openSheet(open: boolean): void;
  /** Says what of a link could not be used, if anything. */
  reportLink(problems: readonly string[]): void;
  dismiss(noticeId: number): void;
}

export function viewActions({ get, set, forget }: Bench): ViewActions {
  return {
    show: (panel) => set({ panel, selection: null, sheetOpen: false }),
    select: (selection) => set({ selection, sheetOpen: selection !== null }),
    openSheet: (sheetOpen) => set(sheetOpen ? { sheetOpen } : { sheetOpen, selection: null }),
    reportLink(problems) {
      forget('link');
      if (problems.length === 0) return;
      const title = 'Part of the link could not be used';
      set(withNotice(get(), { source: 'link', title, message: problems.join('\n') }));
    },
    dismiss: (noticeId) => set({ notices: get().notices.filter(({ id }) => id !== noticeId) }),
  };
}
