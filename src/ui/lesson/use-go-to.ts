/** @file The guide as components use it. */
import { useContext } from 'react';
import { LabContext } from '../use-lab';
import { goTo } from './guide';

/** Opens another page, or closes the lesson with null. */
export function useGoTo(): (id: string | null) => void {
  const lab = useContext(LabContext);
  return (id) => {
    if (lab !== null) goTo(lab, id);
  };
}
