import { ValueError } from '../network/value-error';

const LONGEST_URL = 1024;
const PLAIN_URL = /^[\w.~:/@%+[\]-]+$/;
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
  // A name that begins with "-" is an option to programs that are given it.
  if (!PLAIN_URL.test(url) || /^-/.test(parsed.hostname) || /^-/.test(parsed.username)) {
    throw new ValueError(url, `is not the URL of a repository: ${ALLOWED}`);
  }
  return url;
}

function refuseCredentials({ hash, password, protocol, search, username }: URL): void {
  // Never the URL itself: it holds what must not be shown.
  if (search !== '' || hash !== '') {
    throw new ValueError(
      'the URL',
      'has a query or fragment, where tokens are put: allowed are URLs that end in a path',
    );
  }
  if (password === '' && (username === '' || protocol === 'ssh:')) return;
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
