/** What an error says, without the words of the page that carried it here. */
export function firstLine(error: unknown): string {
  return (error as Error).message.replace(/^page\.evaluate: (?:Error: )?/, '').split('\n')[0];
}
