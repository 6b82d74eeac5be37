import type { VariableName } from '../declaration/gluetun/variables';
import type { SourceObject } from '../main-file/main-file';
import type { Conversion } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';
import { toPort } from './port-roles';

/**
 * gluetun's own proxies, as far as they can stay: for the containers of the Pod. That others may use them is a loosened
 * lock, which nobody gets without having asked for it.
 */
export function mapProxies(environment: GluetunEnvironment, conversion: Conversion, secret: string): SourceObject {
  return {
    httpProxy: httpProxy(environment, conversion, secret),
    shadowsocks: shadowsocks(environment, conversion, secret),
  };
}

function httpProxy(environment: GluetunEnvironment, conversion: Conversion, secret: string): SourceObject | undefined {
  const isOn = environment.isOn('HTTPPROXY');
  account(
    HTTP_NAMES,
    environment,
    conversion,
    isOn ? { to: 'gluetun.httpProxy' } : { because: 'the HTTP proxy is off' },
  );
  if (!isOn) return undefined;
  tellOpen('HTTP proxy', environment.get('HTTPPROXY')?.place, conversion);
  const login = (['HTTPPROXY_USER', 'HTTPPROXY_PASSWORD'] as const).flatMap((name) => environment.get(name) ?? []);
  const hasLogin = login.length === 2;
  if (hasLogin)
    for (const variable of login) conversion.secrets.push({ secret, key: variable.name.toLowerCase(), variable });
  return {
    port: portOf(environment.plain('HTTPPROXY_LISTENING_ADDRESS'), 8888),
    log: environment.isOn('HTTPPROXY_LOG') || undefined,
    stealth: environment.isOn('HTTPPROXY_STEALTH') || undefined,
    credentials: hasLogin ? { secret } : undefined,
  };
}

function shadowsocks(
  environment: GluetunEnvironment,
  conversion: Conversion,
  secret: string,
): SourceObject | undefined {
  const isOn = environment.isOn('SHADOWSOCKS');
  const password = environment.get('SHADOWSOCKS_PASSWORD');
  const because = isOn ? 'a Shadowsocks server without a password is open to anybody' : 'the Shadowsocks server is off';
  const isKept = isOn && password !== undefined && password.text !== '';
  account(SHADOWSOCKS_NAMES, environment, conversion, isKept ? { to: 'gluetun.shadowsocks' } : { because });
  if (isOn) tellOpen('Shadowsocks server', environment.get('SHADOWSOCKS')?.place, conversion);
  if (!isKept) return undefined;
  conversion.secrets.push({ secret, key: 'shadowsocks_password', variable: password });
  return {
    port: portOf(environment.plain('SHADOWSOCKS_LISTENING_ADDRESS'), 8388),
    log: environment.isOn('SHADOWSOCKS_LOG') || undefined,
    cipher: environment.plain('SHADOWSOCKS_CIPHER')?.toLowerCase(),
    credentials: { secret },
  };
}

const HTTP_NAMES = [
  'HTTPPROXY',
  'HTTPPROXY_LOG',
  'HTTPPROXY_STEALTH',
  'HTTPPROXY_LISTENING_ADDRESS',
  'HTTPPROXY_USER',
  'HTTPPROXY_PASSWORD',
] as const;

const SHADOWSOCKS_NAMES = [
  'SHADOWSOCKS',
  'SHADOWSOCKS_LOG',
  'SHADOWSOCKS_CIPHER',
  'SHADOWSOCKS_LISTENING_ADDRESS',
  'SHADOWSOCKS_PASSWORD',
] as const;

function account(
  names: readonly VariableName[],
  environment: GluetunEnvironment,
  { ledger }: Conversion,
  fate: { readonly to: string } | { readonly because: string },
): void {
  for (const { path } of names.flatMap((name) => environment.get(name) ?? [])) {
    if ('to' in fate) ledger.map(path, fate.to);
    else ledger.drop(path, fate.because);
  }
}

/** The port, where it is not the usual one. */
function portOf(address: string | undefined, usual: number): number | undefined {
  const port = toPort(address?.replace(/^.*:/, ''));
  return port === usual ? undefined : port;
}

function tellOpen(
  what: string,
  place: NonNullable<ReturnType<GluetunEnvironment['get']>>['place'] | undefined,
  conversion: Conversion,
): void {
  conversion.note(
    'was wrong',
    `gluetun's ${what} was open to whoever reached the host; now it serves the containers of its own Pod ("expose" in main.ts opens it, with a reason)`,
    {
      lock: 'inbound',
      ...(place !== undefined && { place }),
    },
  );
}
