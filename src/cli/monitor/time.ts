// When something was told, as -timestamp and -tshort write it, in the time zone of this machine. iproute2: lib/utils.c:
// print_timestamp(), print_nlmsg_timestamp().

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (n: number): string => String(n).padStart(2, '0');

/** asctime(3) without its newline: `Sat Nov 28 18:40:16 2026`, the day of the month over two columns. */
function asctime(date: Date): string {
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${DAYS[date.getDay()]} ${MONTHS[date.getMonth()]} ${String(date.getDate()).padStart(2)} ${time} ${date.getFullYear()}`;
}

/** Before what is told at `time`, in milliseconds. */
export function timestamp(time: number, short: boolean): string {
  const date = new Date(time);
  const microseconds = Math.floor((time - Math.floor(time / 1000) * 1000) * 1000);
  return short ? shortStamp(date, microseconds) : `Timestamp: ${asctime(date)} ${microseconds} usec\n`;
}

/** `[2026-11-28T18:40:16.000123] ` */
export function shortStamp(date: Date, microseconds: number): string {
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `[${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}.${String(microseconds).padStart(6, '0')}] `;
}

/** A stamp that rtmon(8) wrote. */
export function recordedStamp(seconds: number, microseconds: number): string {
  return `Timestamp: ${asctime(new Date(seconds * 1000))} ${microseconds} us\n`;
}
