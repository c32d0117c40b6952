/** @file The commands that change the objects of the shown image, shared by mouse, keys, form and buttons. */
import { useLayoutEffect, useMemo, useRef } from 'react';
import type { DraftObject } from '../../../experiments';
import { useActions } from '../../use-lab';
import { type Box, middleBox, mostObjects, withBox, withClass, withObject, withoutObject } from './edit';
import type { Matching } from './use-matching';

export interface BoxCommands {
  place(index: number, box: Box): void;
  rename(index: number, classId: number): void;
  /** Puts a box into the middle and selects it; nothing happens beside the most objects. */
  add(): void;
  /** Removes a box and selects its successor. */
  remove(index: number): void;
  /** The objects of the image as they were. */
  reset(): void;
  replace(objects: readonly DraftObject[]): void;
}

/** The same commands for as long as the component stands: what needs nothing else is not rendered under a drag. */
export function useBoxes(matching: Matching): BoxCommands {
  const { draft, look } = useActions();
  const newest = useRef(matching);
  useLayoutEffect(() => {
    newest.current = matching;
  });
  return useMemo(() => {
    const now = () => newest.current.subject;
    const replace = (next: readonly DraftObject[]) => draft(now().ref, next);
    return {
      replace,
      place: (index, box) => replace(withBox(now().objects, index, box)),
      rename: (index, classId) => replace(withClass(now().objects, index, classId)),
      add() {
        const { objects } = now();
        const { spec, object } = newest.current;
        if (objects.length >= mostObjects) return;
        replace(withObject(objects, { classId: newClass(objects, object), box: middleBox(spec.inputSize) }));
        look({ object: objects.length });
      },
      remove(index) {
        const { objects } = now();
        replace(withoutObject(objects, index));
        look({ object: objects.length < 2 ? null : Math.min(index, objects.length - 2) });
      },
      reset() {
        draft(now().ref, null);
        look({ object: null });
      },
    };
  }, [draft, look]);
}

/** A new box is of the class of the selected one, or of the first. */
export function newClass(objects: readonly DraftObject[], selected: number | null): number {
  return (objects[selected ?? 0] ?? { classId: 0 }).classId;
}
