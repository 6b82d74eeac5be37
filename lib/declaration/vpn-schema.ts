import { z } from 'zod';
import { list, nearest } from '../network/nearest';
import { ValueError } from '../network/value-error';
import { dispatch, type PlainObject } from './dispatch';
import { type IssueSink, passOn, report } from './leaf';
import { openvpnSchema, type Protocol } from './openvpn-schema';
import {
  GLUETUN_RELEASE,
  isOpenvpnProvider,
  isProvider,
  isWireguardProvider,
  PROVIDERS,
  type Provider,
} from './providers';
import { at } from './raw-value';
import { secretSourceSchema } from './secret-source-schema';
import { sketch } from './sketch';
import type { Vpn } from './vpn';
import type { VpnInput } from './vpn-input';
import { tunnelAddresses, wireguardFileSchema, wireguardSchema } from './wireguard-schema';

/** The tunnel. Which keys it has depends on the provider and the type, so both are read first. */
export const vpnSchema: z.ZodType<Vpn, VpnInput> = dispatch<VpnInput, Vpn>(
  (value, sink) => {
    const { provider, type } = value;
    if (!isProvider(provider)) {
      reportProvider(provider, sink);
      return reportTheRest(value, sink);
    }
    if (type === 'wireguard' && isWireguardProvider(provider)) {
      if (provider === 'custom' && at(value, 'credentials', 'configurationFile') === true) {
        return built('custom wireguard file', wireguardFileSchema);
      }
      return built(`${provider} wireguard`, () => wireguardSchema(provider));
    }
    if (type === 'openvpn' && isOpenvpnProvider(provider)) {
      const protocol = protocolOf(value);
      return built(`${provider} openvpn ${protocol}`, () => openvpnSchema(provider, protocol));
    }
    reportType(provider, type, sink);
    return reportTheRest(value, sink);
  },
  'an object with provider, type and credentials',
  (value) => sketch(['provider', 'type', 'credentials'], isProvider(value) ? 'provider' : undefined),
);

const schemas = new Map<string, z.ZodType<Vpn>>();

/** A declaration uses a few of the combinations: each schema is built when it is first needed. */
function built(key: string, build: () => z.ZodType<Vpn>): z.ZodType<Vpn> {
  const schema = schemas.get(key) ?? build();
  schemas.set(key, schema);
  return schema;
}

function protocolOf({ protocol }: PlainObject): Protocol {
  return protocol === 'tcp' ? 'tcp' : 'udp';
}

function reportProvider(provider: unknown, sink: IssueSink): void {
  if (provider === undefined) {
    report(sink, { kind: 'missing', expected: 'a provider of gluetun, or "custom"' }, ['provider']);
    return;
  }
  const names = Object.keys(PROVIDERS);
  const aliases: Readonly<Record<string, string>> = { pia: 'private internet access', proton: 'protonvpn' };
  const typed = typeof provider === 'string' ? provider.toLowerCase().trim() : '';
  const meant = Object.hasOwn(aliases, typed) ? aliases[typed] : nearest(provider, names);
  const problem = `is no provider that gluetun ${GLUETUN_RELEASE} knows`;
  const error =
    meant === undefined
      ? new ValueError(provider, `${problem}: allowed are ${list(names)}`)
      : new ValueError(provider, problem, meant);
  report(sink, { kind: 'wrong', error }, ['provider']);
}

function reportType(provider: Provider, type: unknown, sink: IssueSink): void {
  const types = [
    ...(isWireguardProvider(provider) ? ['wireguard'] : []),
    ...(isOpenvpnProvider(provider) ? ['openvpn'] : []),
  ];
  if (type === undefined) {
    report(sink, { kind: 'missing', expected: list(types, 'or') }, ['type']);
    return;
  }
  if (typeof type === 'string' && /^amnezia/i.test(type)) {
    const later = `is not in gluetun ${GLUETUN_RELEASE}, the release that Podlock writes for: a later one has AmneziaWG, for provider "custom"`;
    report(sink, { kind: 'wrong', error: new ValueError(type, later) }, ['type']);
    return;
  }
  const way = type === 'wireguard' ? '; a WireGuard server of theirs can be declared with provider "custom"' : '';
  const allowed = `allowed ${types.length === 1 ? 'is' : 'are'} ${list(types)}`;
  const problem = `is no type of tunnel that gluetun has for ${provider}: ${allowed}${way}`;
  report(sink, { kind: 'wrong', error: new ValueError(type, problem, nearest(type, types)) }, ['type']);
}

/** What every provider has alike, so that one wrong name does not hide the other mistakes. */
const theRest = z.looseObject({
  addresses: tunnelAddresses.optional(),
  credentials: z.looseObject({ secret: secretSourceSchema }),
});

function reportTheRest(value: PlainObject, sink: IssueSink): undefined {
  passOn(theRest.safeParse(value).error, sink);
}
