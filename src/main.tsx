/** @file Mounts the page. */
import { mountLab } from './ui';

mountLab(document.getElementById('root')!);
