import { isProvider, type Provider } from './providers';

/** What people call providers that gluetun spells another way. */
const ALIASES: Readonly<Record<string, Provider>> = {
  pia: 'private internet access',
  privateinternetaccess: 'private internet access',
  proton: 'protonvpn',
  'proton vpn': 'protonvpn',
  perfectprivacy: 'perfect privacy',
  vpnunlimited: 'vpn unlimited',
};

/** The provider that somebody means; undefined where gluetun has none of that name. */
export function providerNamed(text: string): Provider | undefined {
  const name = text.trim().toLowerCase();
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return isProvider(known) ? known : undefined;
}
