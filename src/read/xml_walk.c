#include "read/xml_walk.h"

#include <stdio.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum { DEPTH_MAX = 256, ATTRIBUTES_MAX = 64, TAG_MAX = 65536, CHUNK = 16384 };

typedef struct walker {
    const xml_events *events;
    xmlParserCtxtPtr parser;
    uint32_t depth;
    const char *refused;
} walker;

static dl_str view(const xmlChar *s) {
    return dl_str_of((const char *)s);
}

static dl_str or_empty(const xmlChar *s) {
    return s ? view(s) : DL_STR("");
}

static void refuse(walker *w, const char *why) {
    if (!w->refused) w->refused = why;
    xmlStopParser(w->parser);
}

static void on_start(void *c, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int spaces, const xmlChar **space, int count, int defaults,
                     const xmlChar **attributes) {
    (void)prefix, (void)spaces, (void)space, (void)defaults;
    walker *w = c;
    xml_attribute list[ATTRIBUTES_MAX];
    uint32_t n = 0;
    if (w->refused) return;
    if (++w->depth > DEPTH_MAX) {
        refuse(w, "elements nested more than 256 deep");
        return;
    }
    for (int i = 0; i < count && n < ATTRIBUTES_MAX; i++) {
        const xmlChar **a = attributes + 5 * i; /* name, prefix, URI, value, its end */
        list[n++] = (xml_attribute){view(a[0]), {(const char *)a[3], (size_t)(a[4] - a[3])}};
    }
    if (w->events->start) w->events->start(w->events->context, view(name), or_empty(uri), list, n);
}

static void on_end(void *c, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)prefix;
    walker *w = c;
    if (w->refused) return;
    w->depth--;
    if (w->events->end) w->events->end(w->events->context, view(name), or_empty(uri));
}

static void on_text(void *c, const xmlChar *text, int len) {
    walker *w = c;
    if (!w->refused && w->events->text)
        w->events->text(w->events->context, (dl_str){(const char *)text, (size_t)len});
}

static void on_dtd(void *c, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    refuse(c, "a document type declaration");
}

static void silent(void *c, const char *format, ...) {
    (void)c, (void)format;
}

static void silent_structured(void *c, xmlErrorPtr e) {
    (void)c, (void)e;
}

/* libxml2 compares every attribute of a tag with every other: a tag must be short. */
static bool has_long_tag(dl_str s, size_t *at) {
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '<') {
            if (s.len - i > 9 && memcmp(s.ptr + i, "<![CDATA[", 9) == 0) {
                const char *p = s.ptr + i;
                while ((p = memchr(p, ']', (size_t)(s.ptr + s.len - p))) &&
                       s.ptr + s.len - p >= 3 && memcmp(p, "]]>", 3) != 0)
                    p++;
                if (!p || s.ptr + s.len - p < 3) return false;
                i = (size_t)(p - s.ptr) + 2;
                continue;
            }
            if (s.len - i > 4 && memcmp(s.ptr + i, "<!--", 4) == 0) {
                const char *p = s.ptr + i;
                while ((p = memchr(p, '>', (size_t)(s.ptr + s.len - p))) &&
                       memcmp(p - 2, "--", 2) != 0)
                    p++;
                if (!p) return false;
                i = (size_t)(p - s.ptr);
                continue;
            }
            open = i;
        } else if (s.ptr[i] == '>') {
            open = SIZE_MAX;
        } else if (open != SIZE_MAX && i - open > TAG_MAX) {
            *at = open;
            return true;
        }
    }
    return false;
}

int xml_walk(dl_str bytes, const xml_events *events, dl_error *err) {
    walker w = {.events = events};
    size_t at = 0;
    if (has_long_tag(bytes, &at))
        return dl_fail(err, DL_ELIMIT, at, "a tag of more than 64 KiB: refused");
    xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
                         .startElementNs = on_start,
                         .endElementNs = on_end,
                         .characters = on_text,
                         .cdataBlock = on_text,
                         .ignorableWhitespace = on_text,
                         .internalSubset = on_dtd,
                         .externalSubset = on_dtd,
                         .error = silent,
                         .warning = silent,
                         .serror = silent_structured};
    w.parser = xmlCreatePushParserCtxt(&sax, &w, NULL, 0, NULL);
    if (!w.parser) return dl_fail_memory(err);
    xmlCtxtUseOptions(w.parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                    XML_PARSE_NOCDATA);
    int rc = 0;
    for (size_t i = 0; i < bytes.len && !rc && !w.refused; i += CHUNK) {
        size_t n = bytes.len - i < CHUNK ? bytes.len - i : CHUNK;
        rc = xmlParseChunk(w.parser, bytes.ptr + i, (int)n, i + n == bytes.len);
    }
    long place = xmlByteConsumed(w.parser);
    const xmlError *why = xmlCtxtGetLastError(w.parser);
    int out = DL_OK;
    if (w.refused)
        out = dl_fail(err, DL_ELIMIT, place < 0 ? UINT64_MAX : (uint64_t)place, "%s: refused",
                      w.refused);
    else if (rc == XML_ERR_NO_MEMORY)
        out = dl_fail_memory(err);
    else if (rc) {
        char text[120] = "";
        snprintf(text, sizeof text, "%s", why && why->message ? why->message : "not XML");
        text[strcspn(text, "\n")] = '\0';
        out = dl_fail(err, DL_EFORMAT, place < 0 ? UINT64_MAX : (uint64_t)place,
                      "not well-formed XML: %s", text);
    }
    xmlFreeParserCtxt(w.parser);
    return out;
}
