/**
 * Reads an INI file as Qt's QSettings does on Unix, which qBittorrent uses (qtbase, qsettings.cpp, readIniLine and
 * readIniFile): a quoted value and a backslash at its end go on to the next line, section and key are one name in which
 * `\` is `/` and %XX is decoded, sections are read in the order of their names, and the last of equal keys wins.
 */
export function readQtSettings(text: string): Record<string, string> {
  const sections = new Map<string, [string, string][]>();
  let section = '';
  for (const line of logicalLines(text.replace(/^\uFEFF/, ''))) {
    if (line.startsWith('[')) {
      section = sectionOf(line);
    } else if (line.includes('=')) {
      const at = line.indexOf('=');
      const entries = sections.get(section) ?? [];
      entries.push([unescapeKey(line.slice(0, at).trim()), line.slice(at + 1).trim()]);
      sections.set(section, entries);
    }
  }
  const names = [...sections.keys()].sort();
  return Object.fromEntries(
    names.flatMap((name) => (sections.get(name) ?? []).map(([key, value]) => [name + key, value])),
  );
}

function sectionOf(line: string): string {
  const name = (line.slice(1).split(']', 1)[0] ?? '').trim();
  if (name.toLowerCase() === 'general') return '';
  return `${name.toLowerCase() === '%general' ? 'General' : unescapeKey(name)}/`;
}

function unescapeKey(key: string): string {
  return key
    .replace(/\\/g, '/')
    .replace(/%U([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A line goes on inside quotes and behind a backslash; a comment is a line that begins with a semicolon. */
function logicalLines(text: string): string[] {
  const lines = text.matchAll(/\s*(;[^\r\n]*|(?:"(?:\\[\s\S]|[^"\\])*"?|\\[\s\S]?|[^\r\n"\\])+)/g);
  return [...lines].map(([, line = '']) => line.trim()).filter((line) => line !== '' && !line.startsWith(';'));
}
