/** @file The kinds of findings in words: what a group of them is called, and what it means for the training. */

interface Words {
  title: string;
  meaning: string;
}

const words: Readonly<Record<string, Words>> = {
  'archive-member': { title: 'Members that are not read', meaning: 'Links, and paths that lead out of the archive.' },
  'annotation-missing': { title: 'No annotation', meaning: 'A list names an image that has no annotation.' },
  'image-missing': { title: 'No image', meaning: 'A list or an annotation names an image that is not there.' },
  'annotation-unreadable': { title: 'Unreadable annotations', meaning: 'The whole image is left out.' },
  'image-unreadable': { title: 'Unreadable images', meaning: 'The whole image is left out.' },
  'size-wrong': { title: 'Size of another image', meaning: 'The boxes were drawn on a copy of another size.' },
  'class-unknown': { title: 'Unknown class', meaning: 'The object is left out.' },
  'box-unreadable': { title: 'Box without numbers', meaning: 'The object is left out.' },
  'box-swapped': { title: 'Minimum and maximum swapped', meaning: 'The object is left out.' },
  'box-outside': { title: 'Box outside its image', meaning: 'The object is left out.' },
  'box-degenerate': { title: 'Box without extent', meaning: 'Its logarithm would make the loss NaN: it is left out.' },
  'objects-unusable': { title: 'No usable object', meaning: 'Left out: as background it would teach the opposite.' },
  'coordinates-from-zero': { title: 'Coordinates count from 0', meaning: 'Every box lies a pixel off.' },
  'size-missing': { title: 'No size', meaning: 'The size of the image itself is used.' },
  'filename-wrong': { title: 'Another file name', meaning: 'The image of the same name as the annotation is used.' },
  'image-without-annotation': { title: 'Image without annotation', meaning: 'It is not used.' },
  'class-spelling': { title: 'Class in two spellings', meaning: 'Each spelling is a class of its own.' },
  'box-from-zero': { title: 'Box that begins at 0', meaning: 'A slip in a set that counts from 1.' },
  'object-twice': { title: 'Object twice', meaning: 'The second is one more to miss in the evaluation.' },
  'image-leaks': { title: 'In train and in val', meaning: 'The mAP on val is too good.' },
  'image-twice': { title: 'Image twice', meaning: 'It counts double.' },
  'flag-missing': { title: 'Flags missing', meaning: 'Not said to be difficult is read as not difficult.' },
  'image-grey': { title: 'Grey image', meaning: 'It is used; colour tells nothing there.' },
  'objects-none': { title: 'No objects', meaning: 'All of it is background; a loss by image cannot learn from it.' },
  'objects-difficult': { title: 'Only difficult objects', meaning: 'Trained on, but not counted by the evaluation.' },
  'image-unlisted': { title: 'Not in any list', meaning: 'Not used.' },
  'list-twice': { title: 'Name twice in a list', meaning: 'It counts once.' },
};

export function wordsOf(code: string): Words {
  return words[code] ?? { title: code, meaning: '' };
}

export const severityNames = { error: 'Error', warning: 'Warning', note: 'Note' } as const;
export const severityMarks = { error: '\u2715', warning: '!', note: 'i' } as const;
