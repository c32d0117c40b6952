/** @file Commands of the page itself: which panel, which image, which notices. */
import { type DraftObject, defaultView, type ImageRef, imageKey, sameImage, type View } from '../../experiments';
import type { Bench } from './bench';
import { withNotice } from './reduce';
import type { PanelId } from './state';

export interface ViewActions {
  show(panel: PanelId): void;
  /** Selects an image everywhere; null lets go of it. */
  select(image: ImageRef | null): void;
  /** Changes what the panels look at. Another image lets go of the object and the anchor that were selected. */
  look(change: Partial<View>): void;
  /** Replaces the objects of an image for all panels; null goes back to its own. */
  draft(image: ImageRef, objects: readonly DraftObject[] | null): void;
  /** Closing a sheet that shows the selected image also lets go of it. */
  openSheet(open: boolean): void;
  /** Says what of a link could not be used, if anything. */
  reportLink(problems: readonly string[]): void;
  dismiss(noticeId: number): void;
}

export function viewActions({ get, set, forget }: Bench): ViewActions {
  const actions: ViewActions = {
    show: (panel) => set({ panel, sheetOpen: false }),
    select(image) {
      actions.look({ image });
      set({ sheetOpen: image !== null && inSheet(get().panel) });
    },
    look(change) {
      const { view } = get();
      const next = { ...view, ...change };
      const moved = !sameImage(next.image ?? next.batch[0], view.image ?? view.batch[0]);
      const { object, anchor } = moved ? { ...defaultView, ...change } : next;
      set({ view: { ...next, object, anchor } });
    },
    draft(image, objects) {
      const { [imageKey(image)]: _, ...others } = get().view.drafts;
      actions.look({ drafts: objects === null ? others : { ...others, [imageKey(image)]: objects } });
    },
    openSheet(sheetOpen) {
      if (!sheetOpen && inSheet(get().panel)) actions.look({ image: null });
      set({ sheetOpen });
    },
    reportLink(problems) {
      forget('link');
      if (problems.length === 0) return;
      const title = 'Part of the link could not be used';
      set(withNotice(get(), { source: 'link', title, message: problems.join('\n') }));
    },
    dismiss: (noticeId) => set({ notices: get().notices.filter(({ id }) => id !== noticeId) }),
  };
  return actions;
}

/** The panels whose inspector is about the selected image; the others show it on the stage. */
function inSheet(panel: PanelId): boolean {
  return panel === 'data' || panel === 'train';
}
