/** @file The x value under the pointer: each chart has its own, and charts within a LinkedCursor share one. */
import { createContext, type ReactNode, useContext, useState } from 'react';

type Cursor = readonly [number | null, (x: number | null) => void];

const Linked = createContext<Cursor | null>(null);

export function LinkedCursor({ children }: { children: ReactNode }) {
  const cursor = useState<number | null>(null);
  return <Linked value={cursor}>{children}</Linked>;
}

export function useCursor(): Cursor {
  const own = useState<number | null>(null);
  return useContext(Linked) ?? own;
}
