/**
 * @file What is said of a link that cannot be used in full: it may hold anything, and a person reads this.
 */

/** Characters of either half of a link, the configuration and the view; a full batch of edited boxes has 200,000. */
const longestLink = 250_000;
const mostProblems = 20;
const longestQuote = 100;

/** Says why a link is not read at all, or null. */
export function excessOfLink(text: string): string | null {
  return text.length <= longestLink
    ? null
    : `the link has ${text.length} characters; expected at most ${longestLink}, and none of it is used`;
}

/** A part of the link as a problem names it. */
export function quoted(part: string): string {
  return part.length <= longestQuote ? part : `${part.slice(0, longestQuote)}... (${part.length} characters)`;
}

/** The first problems, each of them short. */
export function readable(problems: readonly string[]): string[] {
  const rest = problems.length - mostProblems;
  const shown = problems.slice(0, mostProblems).map((problem) => {
    return problem.length <= 5 * longestQuote ? problem : `${problem.slice(0, 5 * longestQuote)}...`;
  });
  return rest > 0 ? [...shown, `and ${rest} more parts`] : shown;
}
