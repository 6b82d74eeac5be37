import { type GluetunSettings, parseSwitch } from '../../manifest/gluetun-settings';

/** A server of gluetun that listens on the Pod's own address. */
export interface Listener {
  readonly what: 'DNS server' | 'control server' | 'HTTP proxy' | 'Shadowsocks proxy' | 'SOCKS5 proxy';
  readonly port: number;
}

/** gluetun's servers with a switch: name, variable, default address (gluetun v3.41.3). */
const proxies = [
  ['HTTP proxy', 'HTTPPROXY', ':8888'],
  ['Shadowsocks proxy', 'SHADOWSOCKS', ':8388'],
  ['SOCKS5 proxy', 'SOCKS5', ':1080'],
] as const;

/** The servers of gluetun that other Pods reach, as far as nothing outside the Pod keeps them away. */
export function listenersOf(settings: GluetunSettings): readonly Listener[] {
  const control = outsidePort(settings.value('HTTP_CONTROL_SERVER_ADDRESS') ?? ':8000');
  return [
    // Its address cannot be set: it listens on all of them.
    { what: 'DNS server', port: 53 },
    ...(control === undefined ? [] : [{ what: 'control server', port: control } as const]),
    ...proxies.flatMap(([what, name, byDefault]) => {
      const isOn = parseSwitch(settings.value(name) ?? 'off') === true;
      const port = outsidePort(settings.value(`${name}_LISTENING_ADDRESS`) ?? byDefault);
      return isOn && port !== undefined ? [{ what, port }] : [];
    }),
  ];
}

/** The port of an address, unless it is one of loopback. */
function outsidePort(address: string): number | undefined {
  if (/^(?:127\.|\[::1\]|localhost)/i.test(address)) return undefined;
  const port = Number(address.slice(address.lastIndexOf(':') + 1));
  return Number.isInteger(port) ? port : undefined;
}
