import { knownVariable } from '../declaration/gluetun/settings-schema';
import type { VariableName } from '../declaration/gluetun/variables';
import type { Conversion } from './conversion';
import type { Service } from './service';
import { type EnvironmentVariable, environmentOf } from './service-environment';
import { withoutMarks } from './unset';

/** gluetun's variables under their present names, whichever names the files have. */
export class GluetunEnvironment {
  private readonly byName = new Map<VariableName, EnvironmentVariable>();
  /** What is no variable of gluetun at all. */
  readonly foreign: readonly EnvironmentVariable[];

  constructor(service: Service, conversion: Conversion) {
    const given = environmentOf(service, conversion);
    const foreign: EnvironmentVariable[] = [];
    const type =
      withoutMarks(given.get('VPN_TYPE')?.text ?? '').toLowerCase() === 'wireguard' ? 'wireguard' : 'openvpn';
    for (const variable of given.values()) {
      const name = presentName(variable.name, type);
      if (name === undefined) foreign.push(variable);
      // Where both names are there, the present one counts.
      else if (name === variable.name || !given.has(name)) this.byName.set(name, variable);
      if (name !== undefined && name !== variable.name) {
        conversion.note('decided', `${variable.name} is ${name} in today's gluetun`, { place: variable.place });
      }
    }
    this.foreign = foreign;
  }

  get(name: VariableName): EnvironmentVariable | undefined {
    return this.byName.get(name);
  }

  /** The text with unset variables empty; undefined where there is none, or an empty one. */
  plain(name: VariableName): string | undefined {
    const text = withoutMarks(this.get(name)?.text ?? '').trim();
    return text === '' ? undefined : text;
  }

  /** Whether there is a value, which may be a variable that is not set: enough where the value is a secret. */
  has(name: VariableName): boolean {
    return (this.get(name)?.text ?? '') !== '';
  }

  isOn(name: VariableName): boolean {
    return /^(?:on|yes|true|1|enabled?)$/i.test(this.plain(name) ?? '');
  }

  entries(): readonly (readonly [VariableName, EnvironmentVariable])[] {
    return [...this.byName];
  }
}

function presentName(name: string, type: 'wireguard' | 'openvpn'): VariableName | undefined {
  // The path of a file with the secret in it stands for the secret.
  return (knownVariable(name, type) ?? knownVariable(name.replace(/_(?:SECRETFILE|FILE)$/, ''), type))?.name;
}
