// The workloads on rtnetlink of Rust, as crates.io has it: PROG WORKLOAD [N], K rounds; prints a line of JSON.

#[path = "../../common.rs"]
mod common;

use common::{median, ms, out, SO_RCVBUFFORCE};
use futures::stream::{StreamExt, TryStreamExt};
use netlink_packet_core::{NetlinkMessage, NetlinkPayload};
use netlink_packet_route::link::{InfoData, InfoMacVlan, LinkAttribute, LinkInfo, LinkMessage, MacVlanMode};
use netlink_packet_route::RouteNetlinkMessage;
use rtnetlink::{new_connection, new_multicast_connection, LinkMacVlan, MulticastGroup, RouteMessageBuilder};
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

fn is_macvlan(link: &LinkMessage) -> bool {
    link.attributes.iter().any(|attribute| match attribute {
        LinkAttribute::LinkInfo(infos) => infos.iter().any(|info| matches!(info, LinkInfo::Data(InfoData::MacVlan(data)) if data.iter().any(|one| matches!(one, InfoMacVlan::Mode(_))))),
        _ => false,
    })
}

fn decode(rounds: usize) {
    let bytes = std::fs::read("links.bin").unwrap();
    let mut times = vec![];
    let mut n = 0;
    for _ in 0..rounds {
        let start = Instant::now();
        let mut links: Vec<LinkMessage> = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let message = NetlinkMessage::<RouteNetlinkMessage>::deserialize(&bytes[at..]).unwrap();
            at += (message.header.length as usize + 3) & !3;
            if let NetlinkPayload::InnerMessage(RouteNetlinkMessage::NewLink(link)) = message.payload {
                links.push(link);
            }
        }
        times.push(ms(start));
        n = links.len();
    }
    out("W5", n, median(&times), times[0], "");
}

async fn events() {
    let (mut connection, _handle, mut messages) = new_multicast_connection(&[MulticastGroup::Link]).unwrap();
    if let Ok(size) = std::env::var("RCVBUF") {
        use std::os::unix::io::AsRawFd;
        let size: i32 = size.parse().unwrap();
        unsafe { libc::setsockopt(connection.socket_mut().as_raw_fd(), libc::SOL_SOCKET, SO_RCVBUFFORCE, &size as *const _ as *const _, 4) };
    }
    let running = tokio::spawn(connection);
    println!("READY");
    let (mut n, mut overruns) = (0, 0);
    let mut first: Option<Instant> = None;
    let mut last = Instant::now();
    while let Ok(Some((message, _))) = tokio::time::timeout(Duration::from_millis(2500), messages.next()).await {
        last = Instant::now();
        first.get_or_insert(last);
        if matches!(message.payload, NetlinkPayload::Overrun(_)) {
            overruns += 1;
        } else {
            n += 1;
        }
    }
    let taken = first.map_or(0.0, |first| (last - first).as_secs_f64() * 1e3);
    out("W6", n, taken, 0.0, &format!(",\"enobufs\":{overruns},\"conn_dead\":{}", running.is_finished()));
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let workload = args[1].as_str();
    let n: usize = args.get(2).map_or(0, |word| word.parse().unwrap());
    let rounds: usize = std::env::var("K").map_or(5, |word| word.parse().unwrap());
    if workload == "W5" {
        return decode(rounds);
    }
    if workload == "W6" {
        return events().await;
    }
    let (connection, handle, _) = new_connection().unwrap();
    tokio::spawn(connection);
    if workload == "W1" || workload == "W7" {
        let mut times = vec![];
        let mut links: Vec<LinkMessage> = vec![];
        for _ in 0..if workload == "W7" { 1 } else { rounds } {
            let start = Instant::now();
            links = handle.link().get().execute().try_collect().await.unwrap();
            times.push(ms(start));
        }
        if workload == "W7" {
            println!("{}", links.len());
        } else {
            out(workload, links.len(), median(&times), times[0], &format!(",\"macvlan_data\":{}", is_macvlan(links.last().unwrap()) as i32));
        }
        return;
    }
    if workload == "W2" {
        let mut times = vec![];
        let mut count = 0;
        for _ in 0..rounds {
            let start = Instant::now();
            let routes: Vec<_> = handle.route().get(RouteMessageBuilder::<Ipv4Addr>::new().build()).execute().try_collect().await.unwrap();
            times.push(ms(start));
            count = routes.len();
        }
        return out(workload, count, median(&times), times[0], "");
    }
    let parent = handle.link().get().match_name("p0".to_string()).execute().try_next().await.unwrap().unwrap().header.index;
    let start = Instant::now();
    match workload {
        "W3a" => {
            for _ in 0..n {
                let link = handle.link().get().match_index(parent).execute().try_next().await.unwrap().unwrap();
                assert!(link.header.index == parent);
            }
            out(workload, n, ms(start), ms(start), "");
        }
        "W3b" => {
            for i in 0..n {
                let address = IpAddr::V4(Ipv4Addr::new(10, 200, (i >> 8) as u8, i as u8));
                let mut add = handle.address().add(parent, address, 32);
                let message = add.message_mut().clone();
                add.execute().await.unwrap();
                handle.address().del(message).execute().await.unwrap();
            }
            out(workload, 2 * n, ms(start), ms(start), "");
        }
        "W4a" => {
            for i in 0..n {
                handle.link().add(LinkMacVlan::new(&format!("b{i}"), parent, MacVlanMode::Bridge).build()).execute().await.unwrap();
            }
            let created = ms(start);
            for i in 0..n {
                let mut delete = handle.link().del(0);
                delete.message_mut().attributes.push(LinkAttribute::IfName(format!("b{i}")));
                delete.execute().await.unwrap();
            }
            let all = ms(start);
            out(workload, n, all, all, &format!(",\"create_ms\":{created:.1},\"delete_ms\":{:.1}", all - created));
        }
        other => panic!("no workload {other}"),
    }
}
