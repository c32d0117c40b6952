/**
 * @file `npm run voc:get`: the official archives of Pascal VOC, for who has a network: downloads go on where they broke
 * off, and a file is there only once its checksum is right.
 */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { readArguments, readChoice } from './arguments';
import { CommandError } from './command-error';
import { type Download, download } from './download';

const usage = 'npm run voc:get -- --year 2007|2012 --out DIR [--mirror URL ...]';
const official = 'http://host.robots.ox.ac.uk/pascal/VOC';

/** By year; the MD5 are those that TorchVision and GluonCV check. */
const archives: Readonly<Record<'2007' | '2012', readonly Omit<Download, 'addresses'>[]>> = {
  2007: [
    { name: 'VOCtrainval_06-Nov-2007.tar', md5: 'c52e279531787c972589f7e41ab4ae64' },
    { name: 'VOCtest_06-Nov-2007.tar', md5: 'b6e924de25625d8de591ea690078ad9f' },
  ],
  2012: [{ name: 'VOCtrainval_11-May-2012.tar', md5: '6cd6e144f989b92b3379bac3b3de84fd' }],
};

/** Exit status 1 if an archive cannot be had. What was downloaded of it stays, for the next try. */
export async function run(args: string[], userFolder: string): Promise<number> {
  const options = readArguments(usage, args, {
    year: { type: 'string' },
    out: { type: 'string' },
    mirror: { type: 'string', multiple: true },
  });
  if (options.year === undefined || options.out === undefined) throw new CommandError(`Usage: ${usage}`);
  const year = readChoice('--year', options.year, ['2007', '2012']);
  const mirrors = (options.mirror ?? []).map(readMirror);
  const folder = resolve(userFolder, options.out);
  mkdirSync(folder, { recursive: true });
  for (const archive of archives[year]) {
    const addresses = [...mirrors, `${official}/voc${year}`].map((base) => `${base}/${archive.name}`);
    const path = await download({ ...archive, addresses }, folder);
    console.log(path);
  }
  console.error('Open them in the Data stage by "Choose an archive", or drop them on the page.');
  return 0;
}

/** A folder on a web server that holds the archives by their names. */
function readMirror(given: string): string {
  const isWeb = URL.canParse(given) && /^https?:$/.test(new URL(given).protocol);
  if (!isWeb) throw new CommandError(`--mirror is "${given}"; expected the address of a folder, such as ${official}`);
  return given.replace(/\/+$/, '');
}
