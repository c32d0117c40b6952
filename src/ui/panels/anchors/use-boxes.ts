/** @file The commands that change the objects of the shown image, shared by mouse, keys, form and buttons. */
import { useMemo } from 'react';
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

export function useBoxes({ subject, spec, object }: Matching): BoxCommands {
  const { draft, look } = useActions();
  return useMemo(() => {
    const { ref, objects } = subject;
    const replace = (next: readonly DraftObject[]) => draft(ref, next);
    return {
      replace,
      place: (index, box) => replace(withBox(objects, index, box)),
      rename: (index, classId) => replace(withClass(objects, index, classId)),
      add() {
        if (objects.length >= mostObjects) return;
        replace(withObject(objects, { classId: newClass(objects, object), box: middleBox(spec.inputSize) }));
        look({ object: objects.length });
      },
      remove(index) {
        replace(withoutObject(objects, index));
        look({ object: objects.length < 2 ? null : Math.min(index, objects.length - 2) });
      },
      reset() {
        draft(ref, null);
        look({ object: null });
      },
    };
  }, [subject, spec, object, draft, look]);
}

/** A new box is of the class of the selected one, or of the first. */
export function newClass(objects: readonly DraftObject[], selected: number | null): number {
  return (objects[selected ?? 0] ?? { classId: 0 }).classId;
}
