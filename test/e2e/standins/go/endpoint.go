package main

import (
	"crypto/sha256"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync/atomic"
)

// serveEndpoint is the VPN server: it answers who proves the key, and passes
// packets between that customer and the interface vpn0 of its own namespace.
func (n *internet) serveEndpoint(keyFile, customer string) error {
	content, err := os.ReadFile(keyFile)
	if err != nil {
		return err
	}
	key := sha256.Sum256([]byte(strings.TrimSpace(string(content))))
	device, err := openTun("vpn0")
	if err != nil {
		return err
	}
	if err := runAll("ip", "link set vpn0 up mtu 1320", "route add "+customer+"/32 dev vpn0"); err != nil {
		return err
	}
	socket, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(n.endpoint))
	if err != nil {
		return err
	}
	var peer atomic.Pointer[netip.AddrPort]
	go func() {
		buffer := make([]byte, 65536)
		buffer[0] = data
		for {
			read, err := device.Read(buffer[1:])
			if err != nil {
				return
			}
			if to := peer.Load(); to != nil && !n.isSilent() {
				socket.WriteToUDPAddrPort(buffer[:read+1], *to)
			}
		}
	}()
	go func() {
		buffer := make([]byte, 65536)
		for {
			read, from, err := socket.ReadFromUDPAddrPort(buffer)
			if err != nil {
				return
			}
			if n.isSilent() {
				n.note(func(r *report) { r.Offline++ })
				continue
			}
			n.receive(buffer[:read], from, key, &peer, socket, device)
		}
	}()
	return nil
}

func (n *internet) isSilent() bool {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.silent
}

// receive takes one datagram of the tunnel.
func (n *internet) receive(datagram []byte, from netip.AddrPort, key [32]byte, peer *atomic.Pointer[netip.AddrPort], socket *net.UDPConn, device *os.File) {
	if len(datagram) == 0 {
		return
	}
	if datagram[0] == handshake {
		nonce, valid := nonceOf(key, datagram)
		if !valid {
			n.note(func(r *report) { r.Refused++ })
			return
		}
		n.note(func(r *report) { r.Handshakes++ })
		peer.Store(&from)
		socket.WriteToUDPAddrPort(greeting(key, accepted, nonce), from)
		return
	}
	if known := peer.Load(); known == nil || *known != from {
		n.note(func(r *report) { r.Others++ })
		return
	}
	switch datagram[0] {
	case keepalive:
		socket.WriteToUDPAddrPort([]byte{keepalive}, from)
	case data:
		n.note(func(r *report) { r.Tunnelled++ })
		device.Write(datagram[1:])
	}
}
