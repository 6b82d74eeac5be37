/** A variable of a ValidatingAdmissionPolicy, evaluated when the first rule asks for it. */
interface PolicyVariable {
  readonly name: string;
  /** CEL; may use the variables before it. */
  readonly expression: string;
}

/**
 * Where each kind keeps its Pod's spec. `dyn`, because the API server checks an expression against every kind that the
 * policy matches, and each has other fields. A Scale has no Pod.
 */
function podSpecOf(object: 'object' | 'oldObject'): string {
  return [
    `object.kind == 'Scale' ? {}`,
    `: object.kind == 'Pod' ? dyn(${object}).spec`,
    `: object.kind == 'CronJob' ? dyn(${object}).spec.jobTemplate.spec.template.spec`,
    `: dyn(${object}).spec.template.spec`,
  ].join('\n');
}

/**
 * What the locks' rules are written with. No function here or in a rule is newer than Kubernetes 1.29: an API server
 * takes into a policy only what the release before it knew too, and these policies are for 1.30 and later.
 */
export const policyVariables: readonly PolicyVariable[] = [
  { name: 'podSpec', expression: podSpecOf('object') },
  {
    name: 'podIsUnchanged',
    expression: `object.kind == 'Scale' || (request.operation == 'UPDATE' && variables.podSpec == (\n${podSpecOf('oldObject')}))`,
  },
  { name: 'init', expression: 'variables.podSpec.?initContainers.orValue([])' },
  { name: 'startOrder', expression: 'variables.init.map(c, c.name)' },
  {
    name: 'containers',
    expression:
      'variables.init + variables.podSpec.?containers.orValue([]) + variables.podSpec.?ephemeralContainers.orValue([])',
  },
  // Lists of one container or none: the API server has refused a name that stands twice. An ephemeral container can
  // take neither name while the Pod has both.
  {
    name: 'gluetun',
    expression: "(variables.init + variables.podSpec.?containers.orValue([])).filter(c, c.name == 'gluetun')",
  },
  { name: 'guard', expression: "variables.init.filter(c, c.name == 'guard')" },
  { name: 'others', expression: "variables.containers.filter(c, c.name != 'gluetun')" },
  { name: 'clients', expression: "variables.others.filter(c, c.name != 'guard')" },
  {
    name: 'settings',
    expression: 'variables.gluetun.size() == 0 ? [] : variables.gluetun[0].?env.orValue([])',
  },
  {
    name: 'tunnel',
    expression: [
      "variables.settings.exists(e, e.name == 'VPN_INTERFACE')",
      "? variables.settings.filter(e, e.name == 'VPN_INTERFACE')[0].?value.orValue('')",
      ": 'tun0'",
    ].join('\n'),
  },
  { name: 'gluetunScript', expression: scriptOf('gluetun') },
  { name: 'guardScript', expression: scriptOf('guard') },
  {
    name: 'keyVolumes',
    expression: [
      'variables.podSpec.?volumes.orValue([]).filter(v,',
      '  (has(v.secret) || has(v.projected)) &&',
      '  variables.gluetun.exists(g, g.?volumeMounts.orValue([]).exists(m, m.name == v.name)))',
    ].join('\n'),
  },
  {
    name: 'keySecrets',
    expression: [
      "variables.keyVolumes.map(v, [v.?secret.?secretName.orValue('')]",
      "  + v.?projected.?sources.orValue([]).map(s, s.?secret.?name.orValue('')))",
    ].join('\n'),
  },
];

/** `command` and `args` as one text. */
function scriptOf(list: 'gluetun' | 'guard'): string {
  const container = `variables.${list}[0]`;
  return `variables.${list}.size() == 0 ? '' : (${container}.?command.orValue([]) + ${container}.?args.orValue([])).join('\\n')`;
}
