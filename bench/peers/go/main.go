package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"sort"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

var K = 5

func med(v []float64) float64 {
	c := append([]float64{}, v...)
	sort.Float64s(c)
	n := len(c)
	if n&1 == 1 {
		return c[n/2]
	}
	return (c[n/2-1] + c[n/2]) / 2
}
func ms(a time.Time) float64 { return float64(time.Since(a).Nanoseconds()) / 1e6 }
func out(w string, n int, m, first float64, ex map[string]interface{}) {
	var r syscall.Rusage
	syscall.Getrusage(0, &r)
	o := map[string]interface{}{"peer": "go-vishvananda", "workload": w, "n": n, "ms": m, "first_ms": first, "rss_kb": r.Maxrss}
	for k, v := range ex {
		o[k] = v
	}
	b, _ := json.Marshal(o)
	fmt.Println(string(b))
}
func ck(e error) {
	if e != nil {
		fmt.Fprintln(os.Stderr, "ERR", e)
		os.Exit(2)
	}
}
func main() {
	if s := os.Getenv("K"); s != "" {
		K, _ = strconv.Atoi(s)
	}
	w := os.Args[1]
	N := 0
	if len(os.Args) > 2 {
		N, _ = strconv.Atoi(os.Args[2])
	}
	h, err := netlink.NewHandle()
	ck(err)
	t := []float64{}
	switch w {
	case "W1":
		n, mv := 0, 0
		for i := 0; i < K; i++ {
			a := time.Now()
			l, e := h.LinkList()
			ck(e)
			t = append(t, ms(a))
			n = len(l)
			if m, ok := l[n-1].(*netlink.Macvlan); ok && m.Mode == netlink.MACVLAN_MODE_BRIDGE {
				mv = 1
			}
		}
		out(w, n, med(t), t[0], map[string]interface{}{"macvlan_data": mv})
	case "W2":
		n := 0
		for i := 0; i < K; i++ {
			a := time.Now()
			l, e := h.RouteListFiltered(2, &netlink.Route{Table: 0}, netlink.RT_FILTER_TABLE)
			ck(e)
			t = append(t, ms(a))
			n = len(l)
		}
		out(w, n, med(t), t[0], nil)
	case "W3a":
		l, e := h.LinkByName("p0")
		ck(e)
		idx := l.Attrs().Index
		a := time.Now()
		for i := 0; i < N; i++ {
			_, e := h.LinkByIndex(idx)
			ck(e)
		}
		d := ms(a)
		out(w, N, d, d, nil)
	case "W3b":
		l, e := h.LinkByName("p0")
		ck(e)
		a := time.Now()
		for i := 0; i < N; i++ {
			ad := &netlink.Addr{IPNet: &net.IPNet{IP: net.IPv4(10, 200, byte(i>>8), byte(i)), Mask: net.CIDRMask(32, 32)}}
			ck(h.AddrAdd(l, ad))
			ck(h.AddrDel(l, ad))
		}
		d := ms(a)
		out(w, 2*N, d, d, nil)
	case "W4a", "W4p":
		l, e := h.LinkByName("p0")
		ck(e)
		idx := l.Attrs().Index
		par := 1
		if w == "W4p" {
			par = 8
		}
		add := func(i int) {
			la := netlink.NewLinkAttrs()
			la.Name = fmt.Sprintf("b%d", i)
			la.ParentIndex = idx
			ck(h.LinkAdd(&netlink.Macvlan{LinkAttrs: la, Mode: netlink.MACVLAN_MODE_BRIDGE}))
		}
		_ = sync.WaitGroup{}
		if par > 1 {
			fmt.Fprintln(os.Stderr, "no pipelining API")
			os.Exit(9)
		}
		a := time.Now()
		for i := 0; i < N; i++ {
			add(i)
		}
		m := ms(a)
		b := time.Now()
		for i := 0; i < N; i++ {
			la := netlink.NewLinkAttrs()
			la.Name = fmt.Sprintf("b%d", i)
			ck(h.LinkDel(&netlink.Macvlan{LinkAttrs: la}))
		}
		d := ms(b)
		out(w, N, m+d, m+d, map[string]interface{}{"create_ms": m, "delete_ms": d})
	case "W5":
		buf, e := os.ReadFile("links.bin")
		ck(e)
		n := 0
		for i := 0; i < K; i++ {
			a := time.Now()
			msgs, e := syscall.ParseNetlinkMessage(buf)
			ck(e)
			r := make([]netlink.Link, 0)
			for j := range msgs {
				hd := unix.NlMsghdr(msgs[j].Header)
				l, e := netlink.LinkDeserialize(&hd, msgs[j].Data)
				ck(e)
				r = append(r, l)
			}
			t = append(t, ms(a))
			n = len(r)
		}
		out(w, n, med(t), t[0], nil)
	case "W6":
		ch := make(chan netlink.LinkUpdate, 1)
		done := make(chan struct{})
		nob := 0
		o := netlink.LinkSubscribeOptions{ErrorCallback: func(e error) { nob++; fmt.Fprintln(os.Stderr, "cb", e) }}
		ck(netlink.LinkSubscribeWithOptions(ch, done, o))
		fmt.Println("READY")
		n := 0
		var first, last time.Time
	L:
		for {
			select {
			case _, ok := <-ch:
				if !ok {
					break L
				}
				n++
				last = time.Now()
				if n == 1 {
					first = last
				}
			case <-time.After(2500 * time.Millisecond):
				break L
			}
		}
		out(w, n, float64(last.Sub(first).Nanoseconds())/1e6, 0, map[string]interface{}{"enobufs": nob})
	case "W7":
		l, e := h.LinkList()
		ck(e)
		fmt.Println(len(l))
	}
}
