package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// vpn is the loop that keeps the tunnel up, and what the control server sees of it.
type vpn struct {
	settings settings
	health   *health
	mutex    sync.Mutex
	wanted   bool
	cancel   context.CancelFunc
}

func (v *vpn) status() string {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if v.wanted {
		return "running"
	}
	return "stopped"
}

func (v *vpn) setStatus(running bool) {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	v.wanted = running
	if !running && v.cancel != nil {
		v.cancel()
	}
}

// loop restarts the VPN until the program ends.
func (v *vpn) loop(ctx context.Context) {
	for ctx.Err() == nil {
		if v.status() == "running" {
			session, cancel := context.WithCancel(ctx)
			v.mutex.Lock()
			v.cancel = cancel
			v.mutex.Unlock()
			log.Printf("INFO [vpn] starting")
			if err := runTunnel(session, v.settings, func() {
				v.settings.forwarding.start()
				go v.health.check(v.settings.healthTarget)
			}); err != nil {
				log.Printf("ERROR [vpn] %v", err)
				v.health.set(fmt.Errorf("vpn: %w", err))
			}
			v.settings.forwarding.stop()
			cancel()
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func runGluetun() error {
	log.SetOutput(os.Stdout)
	log.SetFlags(log.Ldate | log.Ltime | log.Lmicroseconds)
	s, err := readSettings()
	if err != nil {
		return err
	}
	if err := addUser(s); err != nil {
		return err
	}
	u, err := readUplink()
	if err != nil {
		return err
	}
	if err := addRouting(s, u); err != nil {
		return err
	}
	if s.firewall {
		if err := enableFirewall(s, u); err != nil {
			return err
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	state := &health{err: errNotRun}
	v := &vpn{settings: s, health: state, wanted: true}
	serve("healthcheck", healthAddress, state)
	serve("http server", s.controlServer, controlServer(s, v.status, v.setStatus))
	if err := serveDNS(nameserver()); err != nil {
		log.Printf("ERROR [dns] %v", err)
	}
	if err := writePublicIP(s); err != nil {
		log.Printf("ERROR [ip getter] %v", err)
	}
	v.loop(ctx)
	log.Printf("INFO shutdown successful")
	return nil
}

func serve(name, address string, handler http.Handler) {
	go func() {
		log.Printf("ERROR [%s] %v", name, http.ListenAndServe(address, handler))
	}()
}

// addUser needs a writable root: gluetun enters a user of its own into /etc/passwd.
func addUser(s settings) error {
	file, err := os.OpenFile("/etc/passwd", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("creating user: %w", err)
	}
	defer file.Close()
	_, err = fmt.Fprintf(file, "nonrootuser:x:%d:%d::/nonexistent:/sbin/nologin\n", s.puid, s.pgid)
	return err
}

// writePublicIP needs CHOWN, and DAC_OVERRIDE because the folder is then another user's.
func writePublicIP(s settings) error {
	const folder = "/tmp/gluetun"
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.Chown(folder, s.puid, s.pgid); err != nil {
		return err
	}
	if err := os.WriteFile(folder+"/ip", []byte(s.endpoint.Addr().String()+"\n"), 0o644); err != nil {
		return err
	}
	return os.Chown(folder+"/ip", s.puid, s.pgid)
}
