/**
 * Shell lines that put the tunnel interface's own addresses into `$address` and `$address6`: for clients that bind to
 * an address, which OpenVPN's server hands out anew at each start. While there is none, loopback: the client is then
 * deaf, and is started again when the interface is there (lock restart).
 * @param tunnel the name of the interface
 */
export function tunnelAddressLines(tunnel: string): readonly string[] {
  return [
    `address=$(ip -4 -o addr show dev ${tunnel} 2>/dev/null | awk '{ sub("/.*", "", $4); print $4; exit }')`,
    `address6=$(ip -6 -o addr show dev ${tunnel} scope global 2>/dev/null | awk '{ sub("/.*", "", $4); print $4; exit }')`,
  ];
}
