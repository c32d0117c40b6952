/**
 * @file What the lab's pages may load and run: what this origin serves, and nothing foreign.
 *
 * The server sends the policy with every file. The built pages carry it too, for a host that sends no headers; there it
 * binds the page but not its workers, which take theirs from their own response.
 */
import type { Plugin } from 'vite';

const directives: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  // The threads of tfjs's WASM are workers made of a blob, and load its loader from another one.
  'script-src': "'self' 'wasm-unsafe-eval' blob:",
  'worker-src': "'self' blob:",
  'style-src': "'self'",
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** The policy of a `<meta>`, which cannot say who may frame the page. */
const metaPolicy = Object.entries(directives)
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');

/** The policy of a `Content-Security-Policy` header. */
export const contentSecurityPolicy = `${metaPolicy}; frame-ancestors 'none'`;

/** Writes the policy into every built page. The development server injects scripts of its own and has none. */
export function contentSecurityPolicyMeta(): Plugin {
  const attrs = { 'http-equiv': 'Content-Security-Policy', content: metaPolicy };
  return {
    name: 'content-security-policy-meta',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'meta', attrs, injectTo: 'head-prepend' }],
  };
}
