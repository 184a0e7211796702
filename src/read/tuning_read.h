/* tuning_read.h - limits and thresholds of reading; each names what set it. */
#ifndef DL_READ_TUNING_READ_H
#define DL_READ_TUNING_READ_H

/* ── limits ── */
#define DL_READ_TEXT_MAX (16u << 20) /* clean text of one report: promise B2/4 */
#define DL_READ_RAW_MAX                                                                            \
    (64u << 20)                  /* bytes of one file or record; pages and PDFs carry ballast      \
                                  */
#define DL_READ_RATIO_MAX  2048u /* decompressed to compressed, after the first MiB (libhtp) */
#define DL_READ_RATIO_FREE (1u << 20)
#define DL_READ_JSON_DEPTH 128u
#define DL_READ_MIME_PARTS 1000u
#define DL_READ_MIME_DEPTH 16u

#define DL_READ_PDF_MEMORY                                                                         \
    (1u << 30)              /* of the pdftotext process; a 64 MiB PDF needs some 400 MB            \
                             */
#define DL_READ_PDF_CPU 60u /* seconds, a last resort: the limits above come first */

/* ── plain text: line lengths in bytes, looked at on the five reports, PolNeAR and FA-KES ── */
#define DL_READ_TITLE_MAX   180u /* longest headline in PolNeAR's metadata is 150 */
#define DL_READ_SUBHEAD_MAX 90u
#define DL_READ_BYLINE_MAX  200u
#define DL_READ_WRAP_MAX    100u /* a longer line was not wrapped by hand */
#define DL_READ_WRAP_MIN    40u
#define DL_READ_SNIFF       4096u

#endif
