// What `rtnl decode --help` prints.

/** What may be typed. */
export const decodeGrammar = `Usage: rtnl decode [ VIEW ] [ FILTERS ] [ OPTIONS ] [ FILE | - ]
VIEW := { --tree | --json | --stats | --as COMMAND | --write FILE | --serve }
FILTERS := [ --entry NUMBERS ] [ --type NAME ] [ --link DEV ] [ --errors ]
           [ --port PORT ] [ --socket SOCKET ] [ --family FAMILY ]
OPTIONS := [ --details ] [ --statistics ] [ --follow ] [ --netns NAMES ]
           [ --format { pcap | pcapng | rtmon | strace | exchange | hex } ]
           [ --byte-order { little | big } ] [ --color { always | auto | never } ]
           [ --listen PORT ] [ --open ]
FAMILY := { route | usersock | sock_diag | nflog | xfrm | selinux | iscsi | audit |
           fib_lookup | connector | netfilter | dnrtmsg | uevent | generic |
           scsitransport | ecryptfs | rdma | crypto | smc }
`;

export const decodeUsage = `${decodeGrammar}"rtnl decode" tells what was said in a recording of netlink: a pcap or pcapng file, an
rtmon file, an strace log, a file of rtnl --record, hex; packed by gzip or not. Its format
is told by its content. - is standard input.
Each message is shown as "ip monitor" shows it, behind the number of its entry: a
request with its replies, a list, a notification.
--tree takes each message apart, down to the bytes; --json writes a line for each, of
which the bytes can be made again; --stats counts.
--as prints what a command would have printed for these replies: --as ip finds out
which command, --as "ip -d" with these options, --as "ip -d link show" is that one.
--netns names namespaces for it to find, which no recording can.
--write makes a pcapng file or exchange lines (.pcapng, .jsonl, .gz behind either).
--serve shows it in a browser: lists, trees, bytes, sequences, a picture of the links;
it prints the URL, which works on this machine alone. --open starts the browser.
--entry takes "7", "3-9", "3-9,12", "20-"; filters of one kind are alternatives, of several
all must hold. -d and -s are as those of ip, -f is --follow: goes on as the file grows.
`;
