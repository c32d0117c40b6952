/** @file The door of the page: one function that mounts it. */
import './tokens.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { connectLab } from '../worker';
import { App } from './App';
import { followAddress, readAddress } from './address';
import { beginAtLink } from './lesson/guide';
import { createLab } from './store/lab';
import { LabContext } from './use-lab';

/** Starts the lab worker and shows the page; failures from here on appear in the page. */
export function mountLab(root: HTMLElement): void {
  const lab = createLab(connectLab(), readAddress(location.hash));
  beginAtLink(lab);
  followAddress(lab);
  // After the address has been taken over.
  addEventListener('popstate', () => beginAtLink(lab));
  createRoot(root).render(
    <StrictMode>
      <LabContext value={lab}>
        <App />
      </LabContext>
    </StrictMode>,
  );
  void lab.open();
}
