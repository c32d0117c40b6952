/** @file The marks of the two decoders: a blue square, a vermilion diamond; hollow where a decoder gives nothing. */
import type { Decoder } from '../../../experiments';
import styles from './DecoderMark.module.css';

export function DecoderMark({ decoder, hollow = false }: { decoder: Decoder; hollow?: boolean }) {
  return (
    <svg className={styles.mark} data-decoder={decoder} data-hollow={hollow} viewBox="0 0 12 12" aria-hidden="true">
      {decoder === 'per-class' ? <rect x="1.5" y="1.5" width="9" height="9" /> : <path d="M6 .5 11.5 6 6 11.5.5 6z" />}
    </svg>
  );
}
