#include "rt_canonical.h"

static int is_one_of(char c, const char *set)
{
    for (; *set != '\0'; set++) {
        if (*set == c) {
            return 1;
        }
    }
    return 0;
}

static int compare_names(const char *left, const char *right)
{
    while ((*left != '\0') && (rt_lower(*left) == rt_lower(*right))) {
        left++;
        right++;
    }
    return (int)(uint8_t)rt_lower(*left) - (int)(uint8_t)rt_lower(*right);
}

void rt_sort_headers(const rt_request *request, uint8_t order[RT_MOST_HEADERS])
{
    size_t i;

    for (i = 0; i < request->header_count; i++) {
        size_t place = i;

        while ((place > 0U) && (compare_names(request->headers[i].name, request->headers[order[place - 1U]].name) < 0)) {
            order[place] = order[place - 1U];
            place--;
        }
        order[place] = (uint8_t)i;
    }
}

int rt_repeats(const rt_request *request, const uint8_t order[RT_MOST_HEADERS], size_t i)
{
    return (i > 0U) && (compare_names(request->headers[order[i]].name, request->headers[order[i - 1U]].name) == 0);
}

static void add_lower(const rt_hash *hash, const char *name)
{
    for (; *name != '\0'; name++) {
        rt_add_char(hash, rt_lower(*name));
    }
}

/* Blanks around it go, several within become one. */
static void add_trimmed(const rt_hash *hash, const char *value)
{
    int is_first = 1;
    int is_after_blank = 0;

    for (; *value != '\0'; value++) {
        if (is_one_of(*value, " \t\r\n")) {
            is_after_blank = 1;
        } else {
            if (is_after_blank && !is_first) {
                rt_add_char(hash, ' ');
            }
            rt_add_char(hash, *value);
            is_first = 0;
            is_after_blank = 0;
        }
    }
}

void rt_add_headers(const rt_hash *hash, const rt_request *request, const uint8_t order[RT_MOST_HEADERS])
{
    size_t i;

    for (i = 0; i < request->header_count; i++) {
        const rt_header *header = &request->headers[order[i]];

        if (rt_repeats(request, order, i)) {
            rt_add_char(hash, ',');
        } else {
            if (i > 0U) {
                rt_add_char(hash, '\n');
            }
            add_lower(hash, header->name);
            rt_add_char(hash, ':');
        }
        add_trimmed(hash, header->value);
    }
    rt_add_text(hash, "\n\n");
    for (i = 0; i < request->header_count; i++) {
        if (!rt_repeats(request, order, i)) {
            if (i > 0U) {
                rt_add_char(hash, ';');
            }
            add_lower(hash, request->headers[order[i]].name);
        }
    }
}
