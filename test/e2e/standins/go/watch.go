package main

import (
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

func networkOrder(value uint16) uint16 { return value<<8 | value>>8 }

// watch reads every frame that the node sends and keeps those that are neither
// the tunnel's nor what keeps a link alive: a packet there is a leak.
func (n *internet) watch(device string) error {
	link, err := net.InterfaceByName(device)
	if err != nil {
		return err
	}
	const everything = 0x0003 // ETH_P_ALL
	fd, err := syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW, int(networkOrder(everything)))
	if err != nil {
		return fmt.Errorf("watching %s: %w", device, err)
	}
	if err := syscall.Bind(fd, &syscall.SockaddrLinklayer{Protocol: networkOrder(everything), Ifindex: link.Index}); err != nil {
		return fmt.Errorf("watching %s: %w", device, err)
	}
	go func() {
		frame := make([]byte, 65536)
		for {
			read, from, err := syscall.Recvfrom(fd, frame, 0)
			if err == syscall.EINTR {
				continue
			}
			if err != nil {
				n.note(func(r *report) { r.Strays = append(r.Strays, "the watch ended: "+err.Error()) })
				return
			}
			if at, ok := from.(*syscall.SockaddrLinklayer); ok && at.Pkttype == 4 { // PACKET_OUTGOING
				continue
			}
			if stray := n.stray(frame[:read]); stray != "" {
				n.note(func(r *report) { r.Strays = append(r.Strays, stray) })
			}
		}
	}()
	return nil
}

func address(bytes []byte) netip.Addr {
	ip, _ := netip.AddrFromSlice(bytes)
	return ip
}

// stray describes a frame that does not belong outside the tunnel.
func (n *internet) stray(frame []byte) string {
	if len(frame) < 34 {
		return ""
	}
	packet := frame[14:]
	switch uint16(frame[12])<<8 | uint16(frame[13]) {
	case 0x0800:
		return n.strayIPv4(packet)
	case 0x86dd:
		if len(packet) < 40 {
			return ""
		}
		source := address(packet[8:24])
		destination := address(packet[24:40])
		if source.IsLinkLocalUnicast() || source.IsUnspecified() { // the node's own neighbour discovery
			return ""
		}
		return fmt.Sprintf("IPv6 next header %d from %s to %s", packet[6], source, destination)
	}
	return "" // ARP
}

func (n *internet) strayIPv4(packet []byte) string {
	header := int(packet[0]&0x0f) * 4
	if len(packet) < header+4 {
		return "a cut IPv4 packet"
	}
	protocol := packet[9]
	source := address(packet[12:16])
	destination := address(packet[16:20])
	sourcePort := uint16(packet[header])<<8 | uint16(packet[header+1])
	port := uint16(packet[header+2])<<8 | uint16(packet[header+3])
	if protocol == syscall.IPPROTO_UDP && netip.AddrPortFrom(destination, port) == n.endpoint {
		return ""
	}
	if protocol == syscall.IPPROTO_TCP || protocol == syscall.IPPROTO_UDP {
		return fmt.Sprintf("protocol %d from %s:%d to %s:%d", protocol, source, sourcePort, destination, port)
	}
	return fmt.Sprintf("protocol %d from %s to %s", protocol, source, destination)
}
