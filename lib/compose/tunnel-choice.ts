import { providerNamed } from '../declaration/provider-named';
import { isOpenvpnProvider, isWireguardProvider, PROVIDERS, type Provider } from '../declaration/providers';
import { Remark } from '../main-file/main-file';
import { nearest } from '../network/nearest';
import { type Conversion, isPlaceholder, type Located, shown } from './conversion';
import type { GluetunEnvironment } from './gluetun-environment';
import type { Service } from './service';

/** Provider and type of a gate's tunnel, as main.ts shows them. */
export class TunnelChoice {
  readonly provider: Provider;
  readonly type: 'wireguard' | 'openvpn';
  readonly shownProvider: string | Remark;
  readonly shownType: string | Remark;

  constructor(
    private readonly gluetun: Service,
    private readonly environment: GluetunEnvironment,
    private readonly conversion: Conversion,
  ) {
    const type = this.readType();
    const provider = this.readProvider(type);
    this.provider = provider.value;
    this.shownProvider = provider.shown;
    this.type = type.value;
    this.shownType = type.shown;
    this.refuseMissingPair();
  }

  private readType(): { readonly value: 'wireguard' | 'openvpn'; readonly shown: string | Remark } {
    const given = this.environment.get('VPN_TYPE');
    const text = given === undefined ? '' : (this.conversion.needed(given) ?? '').toLowerCase();
    if (given !== undefined) this.conversion.ledger.map(given.path, 'vpn.type');
    if (text === 'wireguard' || text === 'openvpn') return { value: text, shown: text };
    if (given !== undefined && text !== '' && !isPlaceholder(text)) {
      this.conversion.problem(
        `${shown(given.text)} is no type of tunnel: allowed are "wireguard" and "openvpn"`,
        given,
      );
    }
    const isWireguard = this.environment.has('WIREGUARD_PRIVATE_KEY') && !this.environment.has('OPENVPN_USER');
    if (given !== undefined && text !== '') return this.typeToFill(given, isWireguard ? 'wireguard' : 'openvpn');
    const value = 'openvpn';
    return { value, shown: new Remark("gluetun's own default: the compose file names no type.", value) };
  }

  private typeToFill(given: Located, value: 'wireguard' | 'openvpn') {
    this.conversion.note('fill in', `the type of the tunnel: VPN_TYPE is a placeholder in the file`, {
      place: given.place,
    });
    return { value, shown: new Remark('FILL IN: wireguard or openvpn. The compose file has a placeholder.', value) };
  }

  private readProvider(type: { readonly value: 'wireguard' | 'openvpn' }): {
    readonly value: Provider;
    readonly shown: string | Remark;
  } {
    const given = this.environment.get('VPN_SERVICE_PROVIDER');
    const text = given === undefined ? '' : (this.conversion.needed(given) ?? '').toLowerCase();
    if (given !== undefined) this.conversion.ledger.map(given.path, 'vpn.provider');
    const known = providerNamed(text);
    if (known !== undefined) return { value: known, shown: known };
    if (given === undefined || text === '') {
      const value = 'private internet access';
      const { place } = this.gluetun.tree;
      this.conversion.note(
        'fill in',
        `the provider, if it is another: the files name none, and gluetun then takes ${value}`,
        { place },
      );
      return {
        value,
        shown: new Remark(
          "FILL IN if it is another: the files name no provider, and this is gluetun's own default.",
          value,
        ),
      };
    }
    const value = type.value === 'wireguard' ? 'mullvad' : 'private internet access';
    if (isPlaceholder(text)) {
      this.conversion.note('fill in', 'the provider: VPN_SERVICE_PROVIDER is a placeholder in the file', {
        place: given.place,
      });
      return {
        value,
        shown: new Remark('FILL IN your provider: the compose file has a placeholder, and this is any.', value),
      };
    }
    const meant = nearest(text, Object.keys(PROVIDERS));
    const hint = meant === undefined ? `known are ${Object.keys(PROVIDERS).join(', ')}` : `did you mean "${meant}"?`;
    this.conversion.problem(`${shown(given.text)} is no provider that gluetun knows; ${hint}`, given);
    return { value, shown: value };
  }

  private refuseMissingPair(): void {
    const { provider, type } = this;
    // What could not be read is told already.
    if (this.conversion.everyProblem().length > 0) return;
    if (type === 'wireguard' ? isWireguardProvider(provider) : isOpenvpnProvider(provider)) return;
    const given = this.environment.get('VPN_TYPE') ?? this.environment.get('VPN_SERVICE_PROVIDER');
    if (given === undefined) return;
    const why = type === 'wireguard' ? '; a WireGuard server of theirs can be declared with provider "custom"' : '';
    this.conversion.problem(`gluetun has no ${type} for ${provider}${why}`, given);
  }
}
