#include "common/names.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void names_each(const char *json, int (*each)(void *context, const char *name), void *context) {
    json_t *list = json ? json_loads(json, 0, NULL) : NULL;
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        if (json_is_string(item) && each(context, json_string_value(item))) break;
    }
    json_decref(list);
}

/* Two or four digits at a fixed place; 0 where they are not digits. */
static int digits(const char *at, int n) {
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (at[i] < '0' || at[i] > '9') return 0;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

edtf_parts edtf_read(const char *edtf) {
    edtf_parts p = {0};
    size_t n = edtf ? strlen(edtf) : 0;
    if (n < 4) return p;
    p.year = digits(edtf, 4);
    if (n >= 7 && edtf[4] == '-') p.month = digits(edtf + 5, 2);
    if (p.month > 12) p.month = 0;
    if (n >= 10 && edtf[7] == '-' && p.month) p.day = digits(edtf + 8, 2);
    p.approximate = strpbrk(edtf, "~?%") != NULL;
    p.range = strchr(edtf, '/') != NULL;
    return p;
}

void names_inverted(text *out, const char *name) {
    const char *last = strrchr(name, ' ');
    if (!last || strchr(name, ',')) {
        text_add(out, name);
        return;
    }
    text_add(out, last + 1);
    text_add(out, ", ");
    text_bytes(out, name, (size_t)(last - name));
}
