import sys, os, time, json, resource, statistics
t00=time.perf_counter()
V=os.environ.get('PYR','0.9.5')
if V!='deb': sys.path.insert(0,'../peers/pyroute2-0.9.5')
else: sys.path.insert(0,'/usr/lib/python3/dist-packages')
w=sys.argv[1]; N=int(sys.argv[2]) if len(sys.argv)>2 else 0; K=int(os.environ.get('K','3'))
from pyroute2 import IPRoute
PEER='pyroute2-'+('0.7.2' if V=='deb' else V)
pc=time.perf_counter
def out(n,ms,first=None,**k):
    print(json.dumps(dict(peer=PEER,workload=w,n=n,ms=round(ms,3),first_ms=round(first if first is not None else ms,3),rss_kb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,**k)))
def timed(f):
    t=[];r=None
    for _ in range(K):
        r=None
        a=pc(); r=f(); t.append((pc()-a)*1e3)
    return r,statistics.median(t),t[0]
FORCE=os.environ.get('FORCE')=='1'
def force(x):
    # pyroute2 decodes NLAs lazily (nla_slot): touch everything, recursively
    for k in x.get('attrs',()) if isinstance(x,dict) else ():
        v=k[1]
        if isinstance(v,dict): force(v)
    return x
if FORCE:
    PEER+='-forced'
if w in('W1','W2'):
    ip=IPRoute()
    r,m,f=timed((lambda: [force(x) for x in ip.get_links()] if FORCE else list(ip.get_links())) if w=='W1' else (lambda: list(ip.get_routes(family=2))))
    mv=None
    if w=='W1':
        li=r[-1].get_attr('IFLA_LINKINFO'); d=li.get_attr('IFLA_INFO_DATA') if li else None
        mv=1 if d is not None and d.get_attr('IFLA_MACVLAN_MODE') else 0
    out(len(r),m,f,macvlan_data=mv)
elif w=='W3a':
    ip=IPRoute(); idx=ip.link_lookup(ifname='p0')[0]; a=pc()
    for i in range(N): list(ip.link('get',index=idx))
    out(N,(pc()-a)*1e3)
elif w=='W3b':
    ip=IPRoute(); idx=ip.link_lookup(ifname='p0')[0]; a=pc()
    for i in range(N):
        s='10.200.%d.%d'%(i>>8,i&255)
        ip.addr('add',index=idx,address=s,prefixlen=32); ip.addr('del',index=idx,address=s,prefixlen=32)
    out(2*N,(pc()-a)*1e3)
elif w=='W4a':
    ip=IPRoute(); idx=ip.link_lookup(ifname='p0')[0]; a=pc()
    for i in range(N): ip.link('add',ifname='b%d'%i,kind='macvlan',link=idx,macvlan_mode='bridge')
    m=pc()
    for i in range(N): ip.link('del',ifname='b%d'%i)
    e=pc(); out(N,(e-a)*1e3,create_ms=round((m-a)*1e3,1),delete_ms=round((e-m)*1e3,1))
elif w=='W4p':
    # IPBatch: concatenate requests, then sendto; acks read back
    from pyroute2 import IPBatch
    ip=IPRoute(); idx=ip.link_lookup(ifname='p0')[0]
    def ph(f):
        for i in range(0,N,100):
            b=IPBatch()
            for j in range(i,min(N,i+100)): f(b,j)
            d=bytes(b.batch); b.reset()
            ip.sendto(d,(0,0)); b.close()
            c=0
            want=min(N,i+100)-i
            import struct
            while c<want:
                x=ip.recv(65536)
                o=0
                while o+16<=len(x):
                    l,t=struct.unpack_from('IH',x,o)
                    if t==2:
                        e=struct.unpack_from('i',x,o+16)[0]
                        if e: raise Exception(e)
                        c+=1
                    o+=(l+3)&~3
    a=pc(); ph(lambda b,j:b.link('add',ifname='b%d'%j,kind='macvlan',link=idx,macvlan_mode='bridge')); m=pc(); ph(lambda b,j:b.link('del',ifname='b%d'%j)); e=pc()
    out(N,(e-a)*1e3,create_ms=round((m-a)*1e3,1),delete_ms=round((e-m)*1e3,1))
elif w in('W5','W5r'):
    from pyroute2.netlink.rtnl.marshal import MarshalRtnl
    d=open('links.bin' if w=='W5' else 'routes.bin','rb').read()
    m=MarshalRtnl()
    def go():
        r=[]
        for x in m.parse(d): r.append(force(x) if FORCE else x)
        return r
    r,me,f=timed(go); out(len(r),me,f)
elif w=='W6':
    import select
    from pyroute2.netlink import rtnl
    ip=IPRoute(); 
    if os.environ.get('RCVBUF'):
        import socket; ip.setsockopt(socket.SOL_SOCKET,33,int(os.environ['RCVBUF']))
    ip.bind(groups=rtnl.RTMGRP_LINK) if V!='deb' else ip.bind(rtnl.RTMGRP_LINK)
    print('READY',flush=True); n=0;nob=0;first=last=0;err=None
    # end = 2.5 s without a message (SIGALRM: 0.9.x queues internally, so polling the fd would stop too early)
    import signal
    class Idle(BaseException): pass
    def h(*_): raise Idle
    signal.signal(signal.SIGALRM,h); signal.setitimer(signal.ITIMER_REAL,4); after=0; arm=0
    try:
        while True:
            try:
                for m in ip.get(): n+=1; after+=bool(nob)
            except OSError as e:
                nob+=1; err=str(e)
                if nob>1000 and not after: break
                continue
            last=pc(); first=first or last
            if last-arm>.2: signal.setitimer(signal.ITIMER_REAL,2.5); arm=last
    except Idle: pass
    signal.setitimer(signal.ITIMER_REAL,0)
    out(n,(last-first)*1e3,0,enobufs=nob,err=err,received_after_enobufs=after)
    sys.stdout.flush(); os._exit(0)
elif w=='W7':
    ip=IPRoute(); print(len(list(ip.get_links())))
