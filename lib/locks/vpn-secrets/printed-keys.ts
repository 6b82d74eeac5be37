/** Programs that print what they read, or what they are given. */
const printing =
  /^(?:(?:then|do|else|if|exec|command|busybox|!|\{|\()\s+)*(?:\/\S*\/)?(?:cat|tac|head|tail|more|less|base(?:32|64)|xxd|od|hexdump|strings|tee|dd|echo|printf|[ef]?grep|sed|awk|cut|tr|sort|rev|nl|fold|logger)\s/;

/** Files that end up in the log, or in the Pod's own status. */
const logFile = /\/dev\/(?:std(?:out|err)|fd\/|tty|console|termination-log)|\/proc\/\w+\/fd\//;

/** What a statement prints goes to a file, to another program, or nowhere: `>file`, `| sha256sum`, `grep -q`. */
const elsewhere =
  /(?<![2&])>(?!\s*[&(])|\|\s*(?!(?:cat|tee|head|tail|base(?:32|64)|xxd|od|tr|sed|awk)\b)\w|^\W*\w*grep\s+-\w*q/;

/** Whether a script writes into its log what is in one of these folders; a variable may stand for a file of theirs. */
export function prints(text: string, folders: readonly string[]): boolean {
  const statements = text
    .replace(/\\\n/g, ' ')
    .split(/\n|;|&&|\|\||(?<![>&])&(?![>&\d])/)
    .map((statement) => statement.trim());
  const names = (part: string) =>
    folders.some((folder) => part.includes(folder)) || /\$\{?\w+_SECRETFILE\b/.test(part) || isFileVariable(part);
  const isTraced = /(?:^|[\n;])\s*set\s+(?:-\w*x|-o\s+xtrace)/.test(text);
  return statements.some((statement) => {
    if (statement.startsWith('#') || !names(statement)) return false;
    if (isTraced && /\$\(|`/.test(statement)) return true;
    if (logFile.test(statement)) return true;
    return printing.test(`${statement} `) && !elsewhere.test(statement);
  });

  /** `key=/run/secrets/vpn`, and then `cat $key/…` */
  function isFileVariable(part: string): boolean {
    return [...part.matchAll(/\$\{?(\w+)/g)].some(([, name = '']) =>
      folders.some((folder) => new RegExp(`\\b${name}=["']?${folder.replace(/[^\w/]/g, '\\$&')}`).test(text)),
    );
  }
}
