import type { SettingsText } from '../../manifest/client-settings';
import type { Path } from '../../manifest/document';
import type { TorrentClient } from '../../manifest/torrent-client';
import { boundValue } from './bound-value';

/** What each client calls the interface or the address that it uses. Group 1 is the value. */
const settings: Readonly<Record<TorrentClient, readonly RegExp[]>> = {
  // Its file, its API, and home-operations' variables.
  qbittorrent: [
    /Session\\+Interface(?:Name|Address)?[^\S\n]*=[^\S\n]*"?([\w.:${}-]+)/g,
    /Session__Interface(?:Name|Address)?[^\S\n]*=[^\S\n]*"?([\w.:${}-]+)/gi,
    /current_(?:network_interface|interface_name)\W{1,6}([\w.${}-]+)/g,
  ],
  transmission: [/bind[-_]address[-_]ipv4["\s:=]+([\w.:${}-]+)/gi],
  deluge: [/(?:outgoing|listen)_interface["\s:=]+([\w.:${}-]+)/g],
  // rTorrent's own words, and those of most others.
  other: [
    /network\.bind_address(?:\.ipv4)?\.set[^\S\n]*=[^\S\n]*"?([\w.:${}-]+)/g,
    /bind[-_]?(?:address|ip|interface)["\s:=]+([\w.:${}-]+)/gi,
  ],
};

const hints = ['Session', 'SESSION', 'current_', 'bind', 'BIND', '_interface'];

export interface Binding {
  /** As it is written, with its name. */
  readonly setting: string;
  readonly value: string;
  readonly path: Path;
}

/** What a text binds a client to. */
export function bindingsIn(settingsText: SettingsText, client: TorrentClient = 'other'): readonly Binding[] {
  const { text, path } = settingsText;
  // Scripts are long, and most have nothing to do with it.
  if (!hints.some((hint) => text.includes(hint))) return [];
  return settings[client].flatMap((pattern) =>
    [...text.matchAll(pattern)].flatMap(([setting, written = '']) => {
      const value = boundValue(written, settingsText);
      return value === undefined || !/^[A-Za-z\d]/.test(value) ? [] : [{ setting, value, path }];
    }),
  );
}
