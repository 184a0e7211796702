/* tuning_fetch.h - limits of fetching what strangers name (issue 8 item 3, promises B2/22 and 23).
 */
#ifndef DL_READ_TUNING_FETCH_H
#define DL_READ_TUNING_FETCH_H

#define DL_FETCH_REDIRECTS    5
#define DL_FETCH_CONNECT_MS   10000L
#define DL_FETCH_TOTAL_MS     120000L /* a page of 64 MiB at half a megabyte a second */
#define DL_FETCH_SLOW_BYTES   100L    /* less than this a second … */
#define DL_FETCH_SLOW_SECONDS 15L /* … for this long: given up (a host of one byte a second) */
#define DL_FETCH_HEADER_MAX   (256u << 10)
#define DL_FETCH_FEED_MAX     (16u << 20) /* decoded bytes of a feed */
#define DL_FETCH_PAGE_MAX     (32u << 20) /* decoded bytes of a page */
#define DL_FEED_ENTRIES       2000u
#define DL_WATCH_HOST_MS      1000u         /* between two requests to one host */
#define DL_WATCH_BACKOFF_MAX  (24u * 3600u) /* seconds a failing feed is left alone, at most */
#define DL_WATCH_BACKOFF      300u          /* after its first failure; doubled at each */
#define DL_WATCH_ENTRIES      200u          /* articles of one feed fetched in one round */
#define DL_WATCH_RECHECK      (6u * 3600u)  /* seconds until a seen article is asked for again */
#define DL_WATCH_RECHECK_FOR  (7u * 86400u) /* and how long after its first sight */

#endif
