import { ValueError } from '../network/value-error';

const LONGEST_URL = 1024;
const ALLOWED = 'allowed are https, http and ssh URLs such as "https://git.example.org/you/homelab.git"';

/**
 * The URL of a Git repository in a form that Argo CD and Flux both take: with a scheme, without a password.
 * @throws ValueError
 */
export function parseRepositoryUrl(value: unknown): string {
  const url = typeof value === 'string' && value.length <= LONGEST_URL && !/\s/.test(value) ? value : undefined;
  if (url === undefined) throw new ValueError(value, `is not the URL of a repository: ${ALLOWED}`);
  const shortForm = /^([\w.-]+@[\w.-]+):([\w./~-]+)$/.exec(url);
  if (shortForm !== null) {
    throw new ValueError(url, `has no scheme, which Flux needs: ${ALLOWED}`, `ssh://${shortForm[1]}/${shortForm[2]}`);
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['https:', 'http:', 'ssh:'].includes(parsed.protocol) || parsed.hostname === '') {
    throw new ValueError(url, `is not the URL of a repository: ${ALLOWED}`);
  }
  refuseCredentials(parsed);
  return url;
}

function refuseCredentials({ password, protocol, username }: URL): void {
  if (password === '' && (username === '' || protocol === 'ssh:')) return;
  // Not the URL: it holds what must not be shown.
  throw new ValueError('the URL', 'holds a user or password: give Argo CD or Flux a Secret for the repository instead');
}

/**
 * The name of a Git branch, as `git check-ref-format --branch` has it, without the characters that need quoting.
 * @throws ValueError
 */
export function parseBranch(value: unknown): string {
  const isBranch =
    typeof value === 'string' &&
    value.length <= 200 &&
    /^[A-Za-z0-9_][\w.+#-]*(\/[A-Za-z0-9_][\w.+#-]*)*$/.test(value) &&
    !/\.\.|\.lock(\/|$)|\.(\/|$)/.test(value);
  if (isBranch) return value;
  throw new ValueError(value, 'is not the name of a branch: allowed are such as "main" and "release/1.0"');
}
