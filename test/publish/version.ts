/** The files of version n: every file says which, and one comes and goes. */
export function version(n: number): { path: string; content: string }[] {
  const files = Array.from({ length: 30 }, (_, i) => ({
    path: `home/pod-${i % 5}/file-${i}.yaml`,
    content: `${n}\n`.repeat(50),
  }));
  const same = { path: 'gitops/same.yaml', content: 'same' };
  return [...files, same, { path: `only-${n % 2}/file.yaml`, content: `${n}\n` }];
}
