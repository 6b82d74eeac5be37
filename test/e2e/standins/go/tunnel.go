package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"os"
	"syscall"
	"time"
)

// silence is how long the endpoint may say nothing before the VPN is restarted.
// The real gluetun needs some 155 s to notice; tests cannot wait for that.
const silence = 5 * time.Second

// tunnel is the VPN while it is up.
type tunnel struct {
	device *os.File
	socket *net.UDPConn
}

// dialMarked makes a UDP socket with a firewall mark.
func dialMarked(address string, mark int) (net.Conn, error) {
	dialer := net.Dialer{Control: func(_, _ string, raw syscall.RawConn) error {
		var refused error
		if err := raw.Control(func(fd uintptr) {
			refused = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_MARK, mark)
		}); err != nil {
			return err
		}
		return os.NewSyscallError("setsockopt SO_MARK", refused)
	}}
	return dialer.Dial("udp", address)
}

// dialEndpoint makes the tunnel's socket, which carries the mark that routing and the guard look for.
func dialEndpoint(s settings) (*net.UDPConn, error) {
	connection, err := dialMarked(s.endpoint.String(), tunnelMark)
	if err != nil {
		return nil, fmt.Errorf("dialing the endpoint: %w", err)
	}
	return connection.(*net.UDPConn), nil
}

// setUpTunnel makes interface, address, route and rules, in gluetun's order. A rule
// that a killed predecessor left behind makes it fail, for good.
func setUpTunnel(s settings) (*tunnel, error) {
	device, err := openTun(s.vpnInterface)
	if err != nil {
		return nil, err
	}
	socket, err := dialEndpoint(s)
	if err != nil {
		device.Close()
		return nil, err
	}
	t := &tunnel{device, socket}
	for _, address := range s.addresses {
		if err := run("ip", "address", "add", address.String(), "dev", s.vpnInterface); err != nil {
			t.close()
			return nil, fmt.Errorf("adding address: %w", err)
		}
	}
	if err := runAll("ip",
		"link set "+s.vpnInterface+" up mtu 1320",
		"-4 route add default dev "+s.vpnInterface+" table "+tunnelTable); err != nil {
		t.close()
		return nil, err
	}
	if hasIPv6() {
		if err := run("ip", "-6", "rule", "add", "not", "fwmark", tunnelTable, "table", tunnelTable, "pref", "101"); err != nil {
			t.close()
			return nil, fmt.Errorf("adding IPv6 rule: %w", err)
		}
	}
	if err := run("ip", "-4", "rule", "add", "not", "fwmark", tunnelTable, "table", tunnelTable, "pref", "101"); err != nil {
		t.close()
		return nil, fmt.Errorf("adding IPv4 rule: %w", err)
	}
	return t, nil
}

// takeDown removes the rules first and the link last: for a moment live flows have only the uplink.
func (t *tunnel) takeDown() {
	run("ip", "-4", "rule", "del", "pref", "101")
	if hasIPv6() {
		run("ip", "-6", "rule", "del", "pref", "101")
	}
	time.Sleep(20 * time.Millisecond)
	t.close()
}

func (t *tunnel) close() {
	t.device.Close()
	t.socket.Close()
}

// runTunnel keeps the VPN up until the context ends or the endpoint falls
// silent; up is called when the endpoint has accepted the key.
func runTunnel(ctx context.Context, s settings, up func()) error {
	t, err := setUpTunnel(s)
	if err != nil {
		return err
	}
	defer t.takeDown()
	heard := make(chan bool, 1)
	nonce := newNonce()
	go t.receive(s, nonce, heard)
	go t.send()
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	t.socket.Write(greeting(s.key, handshake, nonce))
	connected, last := false, time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case welcome := <-heard:
			last = time.Now()
			if welcome && !connected {
				connected = true
				up()
			}
		case <-ticks.C:
			if connected && time.Since(last) > silence {
				return errors.New("the endpoint is silent")
			}
			if connected {
				t.socket.Write([]byte{keepalive})
			} else {
				t.socket.Write(greeting(s.key, handshake, nonce))
			}
		}
	}
}

// receive takes datagrams to the interface. It says true for an accepted handshake, false for any other sign of life.
func (t *tunnel) receive(s settings, nonce []byte, heard chan<- bool) {
	buffer := make([]byte, 65536)
	for {
		n, err := t.socket.Read(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil || n == 0 {
			time.Sleep(100 * time.Millisecond) // an ICMP error, or a rule that drops: try on
			continue
		}
		welcome := false
		switch buffer[0] {
		case accepted:
			echoed, valid := nonceOf(s.key, buffer[:n])
			if welcome = valid && bytes.Equal(echoed, nonce); !welcome {
				continue
			}
		case data:
			if _, err := t.device.Write(buffer[1:n]); err != nil && !errors.Is(err, os.ErrClosed) {
				log.Printf("WARN [wireguard] %v", err)
			}
		}
		select {
		case heard <- welcome:
		default:
			if welcome {
				heard <- true
			}
		}
	}
}

// send takes packets from the interface to the endpoint.
func (t *tunnel) send() {
	buffer := make([]byte, 65536)
	buffer[0] = data
	for {
		n, err := t.device.Read(buffer[1:])
		if err != nil {
			return
		}
		t.socket.Write(buffer[:n+1])
	}
}
