import type { Conversion } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';
import type { SourceObject } from '../main-file/main-file';
import { toPort } from './port-roles';

/**
 * gluetun's own proxies, as far as they can stay: for the containers of the Pod. That others may use them is a loosened
 * lock, which nobody gets without having asked for it.
 */
export function mapProxies(environment: GluetunEnvironment, conversion: Conversion, secret: string): SourceObject {
  return { httpProxy: httpProxy(environment, conversion, secret), shadowsocks: shadowsocks(environment, conversion, secret) };
}

function httpProxy(environment: GluetunEnvironment, conversion: Conversion, secret: string): SourceObject | undefined {
  const { ledger } = conversion;
  const names = ['HTTPPROXY', 'HTTPPROXY_LOG', 'HTTPPROXY_STEALTH', 'HTTPPROXY_LISTENING_ADDRESS', 'HTTPPROXY_USER', 'HTTPPROXY_PASSWORD'] as const;
  const isOn = environment.isOn('HTTPPROXY');
  for (const name of names) {
    const variable = environment.get(name);
    if (variable === undefined) continue;
    if (isOn) ledger.map(variable.path, 'gluetun.httpProxy');
    else ledger.drop(variable.path, 'the HTTP proxy is off');
  }
  if (!isOn) return undefined;
  tellOpen('HTTP proxy', environment.get('HTTPPROXY')?.place, conversion);
  const login = (['HTTPPROXY_USER', 'HTTPPROXY_PASSWORD'] as const).flatMap((name) => environment.get(name) ?? []);
  const hasLogin = login.length === 2;
  if (hasLogin) for (const variable of login) conversion.secrets.push({ secret, key: variable.name.toLowerCase(), variable });
  return {
    port: portOf(environment.plain('HTTPPROXY_LISTENING_ADDRESS'), 8888),
    log: environment.isOn('HTTPPROXY_LOG') || undefined,
    stealth: environment.isOn('HTTPPROXY_STEALTH') || undefined,
    credentials: hasLogin ? { secret } : undefined,
  };
}

function shadowsocks(environment: GluetunEnvironment, conversion: Conversion, secret: string): SourceObject | undefined {
  const { ledger } = conversion;
  const names = ['SHADOWSOCKS', 'SHADOWSOCKS_LOG', 'SHADOWSOCKS_CIPHER', 'SHADOWSOCKS_LISTENING_ADDRESS', 'SHADOWSOCKS_PASSWORD'] as const;
  const hasPassword = environment.has('SHADOWSOCKS_PASSWORD');
  const isOn = environment.isOn('SHADOWSOCKS');
  for (const name of names) {
    const variable = environment.get(name);
    if (variable === undefined) continue;
    if (isOn && hasPassword) ledger.map(variable.path, 'gluetun.shadowsocks');
    else ledger.drop(variable.path, isOn ? 'a Shadowsocks server without a password is open to anybody' : 'the Shadowsocks server is off');
  }
  if (!isOn) return undefined;
  tellOpen('Shadowsocks server', environment.get('SHADOWSOCKS')?.place, conversion);
  const password = environment.get('SHADOWSOCKS_PASSWORD');
  if (!hasPassword || password === undefined) return undefined;
  conversion.secrets.push({ secret, key: 'shadowsocks_password', variable: password });
  return {
    port: portOf(environment.plain('SHADOWSOCKS_LISTENING_ADDRESS'), 8388),
    log: environment.isOn('SHADOWSOCKS_LOG') || undefined,
    cipher: environment.plain('SHADOWSOCKS_CIPHER')?.toLowerCase(),
    credentials: { secret },
  };
}

/** The port, where it is not the usual one. */
function portOf(address: string | undefined, usual: number): number | undefined {
  const port = toPort(address?.replace(/^.*:/, ''));
  return port === usual ? undefined : port;
}

function tellOpen(what: string, place: NonNullable<ReturnType<GluetunEnvironment['get']>>['place'] | undefined, conversion: Conversion): void {
  conversion.note('was wrong', `gluetun's ${what} was open to whoever reached the host; now it serves the containers of its own Pod ("expose" in main.ts opens it, with a reason)`, {
    lock: 'inbound',
    ...(place !== undefined && { place }),
  });
}
