/**
 * @file Examines one image with its annotation: all that is wrong in it, and the record that is left to train on.
 */
import type { Finding, ObjectAnnotation, Patch, Repairs, VocRecord } from '../../types';
import type { AnnotatedImage } from '../annotated-image';
import type { AnnotatedObject, Annotation } from '../annotation';
import type { ClassNames } from './class-names';
import { annotationPatches, imageRules } from './image-rules';
import { type ObjectContext, objectFacts, objectRules } from './object-rules';
import { judge, openCase, remark, type Site } from './rule';

/** What the whole set says about each of its images. */
export interface SetContext {
  classes: ClassNames;
  countsFromZero: boolean;
  repairs: Repairs;
}

export interface Examined {
  findings: Finding[];
  /** Null if the image is not used. */
  record: VocRecord | null;
  /** Names of the objects that are left, used or not. */
  classNames: string[];
}

/** @param annotation that of the image, counted from 1 if the reader wants it so */
export function examineImage(image: AnnotatedImage, annotation: Annotation, set: SetContext): Examined {
  const { id, file, annotationFile, width, height } = image;
  const site: Site = { file: annotationFile, line: annotation.sizeLine, object: null, image: id };
  const findings = remarks(image);
  const state = openCase(annotation);
  for (const rule of imageRules) {
    const patch = (before: Annotation, after: Annotation | null) => annotationPatches(annotationFile, before, after!);
    const found = judge(rule, state, { width, height, file }, site, set.repairs, patch);
    if (found !== null) findings.push(found);
    // Boxes for another size that nothing brings to this one are not compared with it.
    if (found?.severity === 'error' && found.repair === null) return { findings, record: null, classNames: [] };
  }
  const examined = state.actual!.objects.map((object, i) => {
    const context = { ...set, width, height, earlier: state.actual!.objects.slice(0, i) };
    return examineObject(object, state.proposed!.objects[i], context, { ...site, line: object.line, object: i + 1 });
  });
  findings.push(...examined.flatMap((object) => object.findings));
  const left = examined.flatMap(({ actual }) => actual ?? []);
  const objects = examined.flatMap(({ usable }) => usable ?? []);
  if (examined.length > 0 && objects.length === 0) {
    // Its objects are there but unusable: to train on it as background would teach the opposite.
    findings.push(remark({ ...site, line: null }, 'objects-unusable', 'error', 'none of its objects can be used'));
  }
  const used = !state.refused && (examined.length === 0 || objects.length > 0);
  return {
    findings,
    record: used ? { id, file, image: image.image, width, height, objects } : null,
    classNames: left.flatMap(({ name }) => name ?? []),
  };
}

function examineObject(
  actual: AnnotatedObject,
  proposed: AnnotatedObject,
  context: ObjectContext & { repairs: Repairs },
  site: Site,
): { findings: Finding[]; actual: AnnotatedObject | null; usable: ObjectAnnotation | null } {
  const state = { ...openCase(actual), proposed: proposed as AnnotatedObject | null };
  const patch = (before: AnnotatedObject, after: AnnotatedObject | null): Patch[] => [
    { file: site.file, object: site.object, before: objectFacts(before), after: after && objectFacts(after) },
  ];
  const findings = objectRules.flatMap((rule) => judge(rule, state, context, site, context.repairs, patch) ?? []);
  const usable = state.refused || state.actual === null ? null : toRecord(state.actual);
  return { findings, actual: state.actual, usable };
}

function toRecord({ name, box, difficult, truncated }: AnnotatedObject): ObjectAnnotation {
  const [xmin, ymin, xmax, ymax] = box;
  return {
    className: name!,
    box: [xmin - 1, ymin - 1, xmax - 1, ymax - 1],
    difficult: difficult ?? false,
    truncated,
  };
}

/** What is worth knowing of an image in which nothing is wrong. */
function remarks({ id, file, annotationFile, grey, annotation: { objects } }: AnnotatedImage): Finding[] {
  const site = { line: null, object: null, image: id };
  const all = (what: (object: AnnotatedObject) => boolean) => objects.length > 0 && objects.every(what);
  return [
    ...(grey === true ? [remark({ ...site, file }, 'image-grey', 'note', 'the image is grey: it has no colour')] : []),
    ...(objects.length === 0
      ? [
          remark(
            { ...site, file: annotationFile },
            'objects-none',
            'note',
            'no objects: all of the image is background',
          ),
        ]
      : []),
    ...(all(({ difficult }) => difficult === true)
      ? [
          remark(
            { ...site, file: annotationFile },
            'objects-difficult',
            'note',
            'all of its objects are difficult: the evaluation counts none of them',
          ),
        ]
      : []),
  ];
}
