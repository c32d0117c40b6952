/**
 * @file Whatever an annotation says, reading it ends soon: in objects, or in an Error of few words.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAnnotation } from './annotation';
import { annotation, object } from './voc.fixture';

// The same cases in every check: what one finds, the next can look at.
fc.configureGlobal({ seed: 1 });

/** The number of objects, or null for a refusal. */
function readOrRefused(xml: string): number | null {
  try {
    const { objects, filename, width } = parseAnnotation(xml);
    for (const { name, box, unreadable } of objects) {
      expect(box).toHaveLength(4);
      expect(unreadable === null).toBe(box.every(Number.isFinite));
      expect((name ?? '').length).toBeLessThanOrEqual(200);
    }
    expect([typeof filename, typeof width]).not.toContain('undefined');
    return objects.length;
  } catch (error) {
    expect((error as Error).constructor.name).toMatch(/^(Error|XmlError)$/);
    expect((error as Error).message.length).toBeLessThan(300);
    return null;
  }
}

const whole = `<?xml version="1.0"?>\n${annotation(['dog 10 20 30 40', 'cat 1 1 100 80'])}`;
/** What XML is made of, so that random text is often nearly XML. */
const pieces = fc.constantFrom(
  ...['<annotation>', '</annotation>', '<object>', '</object>', '<object/>', '<size>', '</size>', '<name>', '</name>'],
  ...['<bndbox>', '</bndbox>', '<xmin>1</xmin>', '<width>', '<', '>', '/', '"', '&', '&lt;', '&#65;', '<!--', '-->'],
  ...['<![CDATA[', ']]>', '<?xml', '?>', '<!DOCTYPE a [', '<!ENTITY b "c">', ']>', '&b;', '\0', '\ufeff', '\n', 'é'],
  ...['<__proto__>', '</__proto__>', '<constructor/>', ' a="1"', "'"],
);

test('random text is read or refused', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.array(pieces, { maxLength: 40 }).map((parts) => `<annotation>${parts.join('')}</annotation>`),
  );
  void fc.assert(
    fc.property(text, (xml) => {
      readOrRefused(xml);
    }),
    { numRuns: 2000 },
  );
});

test('a real annotation that was changed anywhere is read or refused', () => {
  const seen = { read: 0, refused: 0 };
  const edit = fc.record({ at: fc.nat(whole.length), remove: fc.nat(12), insert: fc.oneof(fc.constant(''), pieces) });
  void fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const changed = edits.reduce(
        (xml, { at, remove, insert }) => xml.slice(0, at) + insert + xml.slice(at + remove),
        whole,
      );
      seen[readOrRefused(changed) === null ? 'refused' : 'read']++;
    }),
    { numRuns: 1500 },
  );
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(50);
});

test('an annotation of any objects gives them back', () => {
  const side = fc.integer({ min: -5, max: 5000 });
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,30}$/);
  const given = fc.array(fc.record({ name, box: fc.tuple(side, side, side, side) }), { maxLength: 12 });
  void fc.assert(
    fc.property(given, (given) => {
      const xml = annotation(given.map(({ name, box }) => `${name} ${box.join(' ')}`));
      const { objects } = parseAnnotation(xml);
      expect(objects.map(({ name, box }) => ({ name, box }))).toEqual(given);
    }),
    { numRuns: 200 },
  );
});

describe('a hostile annotation ends in a few words:', () => {
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join('');
  const inside = (text: string) => `<annotation>${text}</annotation>`;
  const million = 1_000_000;
  test.each<[string, string, number | null]>([
    // A billion times "ha" in a name; unexpanded, it is a name as any other.
    ['entities in entities', `<!DOCTYPE a [<!ENTITY e0 "ha">${laughs}]>${inside(object('&e9; 1 1 9 9'))}`, 1],
    ['a file from elsewhere', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${inside('&x;')}`, null],
    ['elements in elements', inside('<a>'.repeat(10_000) + '</a>'.repeat(10_000)), null],
    ['more objects than any image has', inside('<object/>'.repeat(10_001)), null],
    ['a name without end', inside(`<object><name>${'x'.repeat(million)}</name></object>`), null],
    ['a number without end', inside(`<size><width>${'9'.repeat(million)}</width></size>`), null],
    ['a tag without end', `<${'a'.repeat(million)}/>`, null],
    ['tags that never close', '<a>'.repeat(million / 10), null],
    ['nothing but opening brackets', '<'.repeat(million), null],
    ['a name of the language', inside('<__proto__><size/></__proto__>'), null],
  ])('%s', (_, xml, objects) => {
    expect(readOrRefused(xml)).toBe(objects);
  });
});
