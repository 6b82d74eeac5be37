import { VARIABLES, type VariableName } from '../declaration/gluetun/variables';
import { GLUETUN_RELEASE } from '../declaration/providers';
import type { SourceObject, SourceValue } from '../main-file/main-file';
import { type Conversion, isPlaceholder } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';
import { parts } from './map-image';
import { plainText, type Service } from './service';
import type { EnvironmentVariable } from './service-environment';

type Form = 'switch' | 'list' | 'number' | 'seconds' | 'text' | 'flags';

/** The form of each value below `gluetun` that is no list of texts. */
const FORMS: Readonly<Record<string, Form>> = {
  'gluetun.wireguard.mtu': 'number',
  'gluetun.wireguard.implementation': 'text',
  'gluetun.wireguard.persistentKeepaliveIntervalSeconds': 'seconds',
  'gluetun.openvpn.version': 'text',
  'gluetun.openvpn.verbosity': 'number',
  'gluetun.openvpn.flags': 'flags',
  'gluetun.openvpn.auth': 'text',
  'gluetun.openvpn.mssFix': 'number',
  'gluetun.dns.upstreamResolverType': 'text',
  'gluetun.dns.upstreamIpv6': 'switch',
  'gluetun.dns.caching': 'switch',
  'gluetun.dns.updatePeriodSeconds': 'seconds',
  'gluetun.dns.blockMalicious': 'switch',
  'gluetun.dns.blockSurveillance': 'switch',
  'gluetun.dns.blockAds': 'switch',
  'gluetun.updater.periodSeconds': 'seconds',
  'gluetun.updater.minRatio': 'number',
  'gluetun.publicIp.enabled': 'switch',
  'gluetun.logging.level': 'text',
};

/** Below `gluetun`, but mapped elsewhere. */
const ELSEWHERE = /^gluetun\.(?:httpProxy|shadowsocks)/;

/**
 * What gluetun is told beside the tunnel itself, as `gluetun`; undefined where the defaults say the same. Variables that
 * open a lock are dropped, each with the lock's reason.
 */
export function mapGluetun(
  service: Service,
  environment: GluetunEnvironment,
  conversion: Conversion,
  type: 'wireguard' | 'openvpn',
): SourceObject | undefined {
  const groups = new Map<string, Record<string, SourceValue>>();
  for (const [name, variable] of environment.entries()) {
    const [group, key, value] = settingOf(name, variable, conversion, type) ?? [];
    if (group === undefined || key === undefined || value === undefined) continue;
    groups.set(group, { ...groups.get(group), [key]: value });
  }
  const image = gluetunImage(service, conversion);
  return groups.size === 0 && image === undefined ? undefined : { image, ...Object.fromEntries(groups) };
}

function settingOf(
  name: VariableName,
  variable: EnvironmentVariable,
  conversion: Conversion,
  type: 'wireguard' | 'openvpn',
): readonly [string, string, SourceValue] | undefined {
  const { ledger } = conversion;
  const place = VARIABLES[name];
  switch (place.kind) {
    case 'lock':
      ledger.drop(variable.path, `it would open the lock ${place.lock}: ${place.instead}`);
      return undefined;
    case 'podlock':
      ledger.drop(variable.path, place.why);
      return undefined;
    case 'secret':
      ledger.drop(variable.path, `a secret: ${place.path} of the declaration can name a Secret with it`);
      return undefined;
    case 'setting':
      return asSetting(`gluetun.settings.${name}`, 'text', variable, conversion);
    case 'declared':
      return declaredSetting(place.path, variable, conversion, type);
  }
}

function declaredSetting(
  path: string,
  variable: EnvironmentVariable,
  conversion: Conversion,
  type: 'wireguard' | 'openvpn',
) {
  const [top, group = '', key] = path.split('.');
  if (top !== 'gluetun' || key === undefined || ELSEWHERE.test(path)) return undefined;
  if ((group === 'wireguard' || group === 'openvpn') && group !== type) {
    conversion.ledger.drop(variable.path, `the tunnel is not of type ${group}`);
    return undefined;
  }
  return asSetting(path, FORMS[path] ?? 'list', variable, conversion);
}

function asSetting(
  path: string,
  form: Form,
  variable: EnvironmentVariable,
  conversion: Conversion,
): readonly [string, string, SourceValue] | undefined {
  const [, group = '', key = ''] = path.split('.');
  const text = conversion.needed(variable);
  conversion.ledger.map(variable.path, path);
  if (text === undefined || text === '' || isPlaceholder(text)) return undefined;
  const value = settingValue(form, text);
  return value === undefined ? undefined : [group, key, value];
}

function settingValue(form: Form, text: string): SourceValue | undefined {
  switch (form) {
    case 'switch':
      return /^(?:on|yes|true|1)$/i.test(text);
    case 'number':
      return Number(text);
    case 'seconds':
      return seconds(text);
    case 'text':
      return aliases[text.toLowerCase()] ?? text.toLowerCase();
    case 'flags':
      return text.split(/\s+(?=--)/);
    case 'list':
      return text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
  }
}

const aliases: Readonly<Record<string, string>> = { dot: 'DoT', doh: 'DoH', warn: 'warning' };

/** Go's durations: `24h`, `1h30m`, `500ms`; a bare 0 too. */
function seconds(text: string): number {
  const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };
  const matches = [...text.matchAll(/([\d.]+)(ms|h|m|s)/g)];
  if (matches.length === 0) return Number(text);
  return Math.round(matches.reduce((sum, [, number, unit = '']) => sum + Number(number) * (units[unit] ?? 0), 0));
}

/** The image, where it is a release that Podlock is made for; else its own choice of one. */
function gluetunImage(service: Service, conversion: Conversion): string | undefined {
  const image = plainText(service, 'image') ?? '';
  const { isPinned, repository, tag } = parts(image);
  const place = service.tree.entries.get('image')?.place ?? service.tree.place;
  const [, major = 0, minor = 0] = (/v?(\d+)\.(\d+)\.(\d+)/.exec(tag ?? '') ?? []).map(Number);
  if (!isPinned) {
    conversion.note('was wrong', 'has an image that changes under you (no tag, or one that moves)', {
      subject: service.name,
      lock: 'image-pin',
      place,
    });
  } else if (tag === undefined || major > 3 || (major === 3 && minor >= 41)) {
    conversion.ledger.map(`${service.path}.image`, 'gluetun.image');
    return image;
  }
  const chosen = conversion.options.images.get(service.name);
  conversion.ledger.map(`${service.path}.image`, 'gluetun.image');
  if (chosen !== undefined) return chosen;
  conversion.note(
    'decided',
    `gluetun is ${GLUETUN_RELEASE}, the release that Podlock is designed for, in the place of ${repository}${tag === undefined ? '' : `:${tag}`}`,
    { place },
  );
  return undefined;
}
