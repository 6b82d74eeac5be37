import { parseTimezone } from '../declaration/timezone';
import { Remark, type SourceObject, type SourceValue } from '../main-file/main-file';
import { ValueError } from '../network/value-error';
import { type Conversion, shown } from './conversion';
import { wordsLookSecret } from './secret-words';
import { plainText, type Service } from './service';
import type { EnvironmentVariable } from './service-environment';
import { at, scalarsOf, type Tree, textAt, textsOf } from './tree';
import { showMarks, withoutMarks } from './unset';

type Variables = ReadonlyMap<string, EnvironmentVariable>;

/** The user and group: PUID and PGID, or `user`. Neither may be root. */
export function runAsOf(
  service: Service,
  variables: Variables,
  conversion: Conversion,
  to: string,
): SourceObject | Remark {
  const [user, group] = (plainText(service, 'user') ?? '').split(':');
  if (plainText(service, 'user') !== undefined) conversion.ledger.map(`${service.path}.user`, `${to}.runAs`);
  const named = (names: readonly string[]) => names.flatMap((name) => variables.get(name) ?? [])[0];
  const [puid, pgid] = [named(['PUID', 'UID', 'USER_ID']), named(['PGID', 'GID', 'GROUP_ID'])];
  const ids = [
    idOf(puid, conversion, `${to}.runAs.user`) ?? toId(user),
    idOf(pgid, conversion, `${to}.runAs.group`) ?? toId(group),
  ];
  const isGiven = ids[0] !== undefined && ids[0] !== 0;
  const value = { user: ids[0] || 1000, group: ids[1] ?? (ids[0] || 1000) };
  if (isGiven) return value;
  const was = ids[0] === 0 ? 'was root' : 'names no user';
  conversion.note(
    'decided',
    `runs as user 1000: the file ${was === 'was root' ? 'had it as root' : was}; its folders must be writable for that user`,
    {
      subject: service.name,
      place: service.tree.place,
    },
  );
  return new Remark(`The compose file ${ids[0] === 0 ? 'has root here' : was}; this is who owns its files.`, value);
}

function idOf(variable: EnvironmentVariable | undefined, conversion: Conversion, to: string): number | undefined {
  if (variable === undefined) return undefined;
  conversion.ledger.map(variable.path, to);
  const text = conversion.needed(variable);
  const id = toId(text);
  if (text !== undefined && text !== '' && id === undefined)
    conversion.problem('is no id of a user or group: allowed are numbers', variable);
  return id;
}

function toId(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** TZ, where it is a zone that there is. */
export function timezoneOf(variables: Variables, conversion: Conversion): string | undefined {
  const variable = variables.get('TZ');
  if (variable === undefined) return undefined;
  const text = conversion.needed(variable) ?? '';
  const zone = /^(?:UTC|GMT)$/i.test(text) ? 'Etc/UTC' : text;
  if (zone === '' || zone === 'Etc/UTC') return undefined;
  try {
    return parseTimezone(zone);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    conversion.note('decided', `TZ ${shown(text)} is left out: it is no time zone of the IANA database`, {
      place: variable.place,
    });
    return undefined;
  }
}

/** Words of `command` or `entrypoint`, in the text form split as a shell splits. Undefined where the image decides. */
export function wordsOf(
  service: Service,
  key: 'command' | 'entrypoint',
  conversion: Conversion,
  to: string,
): SourceValue | undefined {
  const tree = at(service.tree, key);
  if (tree === undefined) return undefined;
  const path = `${service.path}.${key}`;
  conversion.ledger.map(path, to);
  const isMarked = scalarsOf(tree).some(({ revealed }) => revealed !== undefined);
  const texts = isMarked ? [] : textsOf(tree).map((text) => conversion.needed({ text, path, place: tree.place }) ?? '');
  const words = tree.kind === 'scalar' ? texts.flatMap(splitWords) : texts;
  if (isMarked || wordsLookSecret(words)) {
    conversion.note(
      'fill in',
      `the ${key} has what may be a secret: say it in main.ts, with $(NAME) for a variable of secretEnvironment`,
      {
        subject: service.name,
        place: tree.place,
      },
    );
    return new Remark('FILL IN: what the compose file has here may be a secret.', ['FILL-IN']);
  }
  return words.length === 0 ? undefined : words.map((word) => word.replaceAll('$(', '$$$$('));
}

function splitWords(text: string): string[] {
  const pattern = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs;
  return (text.match(pattern) ?? []).map((word) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_, double?: string, single?: string, escaped?: string) =>
      double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : (single ?? escaped ?? ''),
    ),
  );
}

/** A health check that asks the program itself, as a probe. One that asks the internet is gluetun's own business. */
export function probeOf(
  service: Service,
  port: number | undefined,
  conversion: Conversion,
  to: string,
): SourceObject | undefined {
  const { ledger } = conversion;
  const path = `${service.path}.healthcheck`;
  const check = at(service.tree, 'healthcheck');
  if (check === undefined) return undefined;
  const test = at(check, 'test');
  const isMarked = test !== undefined && scalarsOf(test).some(({ revealed }) => revealed !== undefined);
  const [kind = '', ...words] = textsOf(test).map(withoutMarks);
  const line = words.join(' ');
  ledger.drop(path, "the times of probes are Kubernetes' own");
  if (textAt(check, 'disable') === 'true' || kind === 'NONE' || line === '') {
    ledger.drop(`${path}.test`, 'it is switched off');
    return undefined;
  }
  const asked = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[^\s"'|]*)?/.exec(line);
  if (asked !== null && port !== undefined && Number(asked[1] ?? 80) === port) {
    ledger.map(`${path}.test`, `${to}.probe`);
    return { httpPath: asked[2] ?? '/' };
  }
  if (/ping\b|https?:\/\/(?!localhost|127\.)|1\.1\.1\.1|google|cloudflare/.test(line)) {
    ledger.drop(
      `${path}.test`,
      'it asks the internet, which gluetun does itself; a probe that does would restart the program with every outage',
    );
    return undefined;
  }
  if (isMarked || wordsLookSecret(words)) {
    ledger.drop(`${path}.test`, 'it may have a secret in it');
    return undefined;
  }
  ledger.map(`${path}.test`, `${to}.probe`);
  if (kind === 'CMD') return { command: words };
  return { command: ['/bin/sh', '-c', line] };
}

/** mem_limit and deploy.resources. CPU limits are dropped: they would throttle the tunnel. */
export function resourcesOf(service: Service, conversion: Conversion, to: string): SourceObject | undefined {
  const { ledger } = conversion;
  const deployed = at(service.tree, 'deploy', 'resources');
  const path = `${service.path}.deploy.resources`;
  const limit = memory(at(deployed, 'limits', 'memory') ?? at(service.tree, 'mem_limit'));
  const request = memory(at(deployed, 'reservations', 'memory') ?? at(service.tree, 'mem_reservation'));
  const cpu = textAt(deployed, 'reservations', 'cpus');
  const say = (from: string, key: string, isThere: boolean) => isThere && ledger.map(from, `${to}.resources.${key}`);
  say(`${path}.limits.memory`, 'limits.memory', at(deployed, 'limits', 'memory') !== undefined);
  say(`${service.path}.mem_limit`, 'limits.memory', at(service.tree, 'mem_limit') !== undefined);
  say(`${path}.reservations.memory`, 'requests.memory', at(deployed, 'reservations', 'memory') !== undefined);
  say(`${service.path}.mem_reservation`, 'requests.memory', at(service.tree, 'mem_reservation') !== undefined);
  say(`${path}.reservations.cpus`, 'requests.cpu', cpu !== undefined);
  if (limit === undefined && request === undefined && cpu === undefined) return undefined;
  return {
    requests: request === undefined && cpu === undefined ? undefined : { cpu, memory: request },
    limits: limit === undefined ? undefined : { memory: limit },
  };
}

/** compose's bytes are binary whatever their unit is called: `1gb` is 1Gi. */
function memory(tree: Tree | undefined): string | undefined {
  const text = tree?.kind === 'scalar' ? showMarks(tree.text).trim() : '';
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?$/i.exec(text) ?? [];
  if (number === undefined) return undefined;
  return `${number}${unit === '' ? '' : `${unit.toUpperCase()}i`}`;
}
