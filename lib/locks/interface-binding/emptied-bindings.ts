import { clientSettings } from '../../manifest/client-settings';
import type { PodContainer } from '../../manifest/pod-container';
import { torrentClientOf } from '../../manifest/torrent-client';
import type { VpnPod } from '../../manifest/vpn-pod';
import type { OpenLock } from '../lock';

/** The two keys that name an interface. Without an address qBittorrent takes all of that interface's. */
const keys = /Session(?:\\+|__)(Interface(?:Name)?)[^\S\n]*=[^\S\n]*"?([^\n"]*)/gi;

/** Texts in which a key stands twice, and at last with nothing: qBittorrent's INI reader takes the last. */
export function emptiedBindings(pod: VpnPod, client: PodContainer): OpenLock[] {
  if (torrentClientOf(client) !== 'qbittorrent') return [];
  return clientSettings(pod, client).flatMap(({ text, path }) => {
    const last = new Map<string, string>();
    const bound = new Set<string>();
    for (const [, key = '', value = ''] of text.matchAll(keys)) {
      last.set(key.toLowerCase(), value.trim());
      if (value.trim() !== '') bound.add(key.toLowerCase());
    }
    return [...bound]
      .filter((key) => last.get(key) === '')
      .map((key): OpenLock => {
        const name = key === 'interface' ? 'Interface' : 'InterfaceName';
        const message = `the settings of ${client.name} have Session\\${name} twice, and the last one is empty: it listens on every interface`;
        return { state: 'open', message, path };
      });
  });
}
