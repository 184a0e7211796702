#include "web/assets.h"

#include <stdint.h>
#include <string.h>

/* Made by cmake/embed.cmake from the files beside this one. */
typedef struct web_file {
    const char *name;
    const unsigned char *start, *end;
} web_file;
extern const web_file dl_web[];
extern const uint32_t dl_web_count;

const void *web_asset(const char *name, size_t *len, const char **type) {
    for (uint32_t i = 0; i < dl_web_count; i++) {
        if (strcmp(dl_web[i].name, name) != 0) continue;
        const char *dot = strrchr(name, '.');
        *len = (size_t)(dl_web[i].end - dl_web[i].start);
        *type = dot && strcmp(dot, ".css") == 0  ? "text/css; charset=utf-8"
                : dot && strcmp(dot, ".js") == 0 ? "text/javascript; charset=utf-8"
                                                 : "image/svg+xml";
        return dl_web[i].start;
    }
    return NULL;
}
