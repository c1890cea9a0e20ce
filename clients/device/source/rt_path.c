#include "rt_canonical.h"

static void add_escaped(const rt_hash *hash, uint8_t byte)
{
    char text[3];
    const size_t length = rt_escape(byte, text);

    hash->add(hash->context, text, length);
}

/* The segment that begins at a place; the place behind it. */
static rt_span segment_at(rt_span path, size_t at, size_t *next)
{
    rt_span segment;
    size_t end = at;

    while ((end < path.length) && (path.start[end] != '/')) {
        end++;
    }
    segment.start = &path.start[at];
    segment.length = end - at;
    *next = end + 1U;
    return segment;
}

static int is_dots(rt_span segment, size_t count)
{
    size_t i;

    if (segment.length != count) {
        return 0;
    }
    for (i = 0; i < count; i++) {
        if (segment.start[i] != '.') {
            return 0;
        }
    }
    return 1;
}

/* Whether a segment is taken back by a later "..": those behind it are counted, without memory. */
static int is_taken_back(rt_span path, size_t next)
{
    size_t depth = 1;

    while (next <= path.length) {
        const rt_span segment = segment_at(path, next, &next);

        if (is_dots(segment, 2U)) {
            depth--;
            if (depth == 0U) {
                return 1;
            }
        } else if ((segment.length > 0U) && !is_dots(segment, 1U)) {
            depth++;
        } else {
            /* nothing */
        }
    }
    return 0;
}

void rt_add_path(const rt_hash *hash, const char *text, int keeps)
{
    rt_span path = rt_span_of(text);
    size_t at = 0;
    int is_folder = 1;
    int is_empty = 1;

    if ((path.length > 0U) && (path.start[0] == '/')) {
        path.start++;
        path.length--;
    }
    while (at <= path.length) {
        size_t next;
        size_t i;
        const rt_span segment = segment_at(path, at, &next);
        const int is_nothing = (segment.length == 0U) || is_dots(segment, 1U) || is_dots(segment, 2U);

        is_folder = !keeps && is_nothing;
        if (keeps || (!is_nothing && !is_taken_back(path, next))) {
            rt_add_char(hash, '/');
            is_empty = 0;
            for (i = 0; i < segment.length; i++) {
                add_escaped(hash, (uint8_t)segment.start[i]);
            }
        }
        at = next;
    }
    if (is_folder || is_empty) {
        rt_add_char(hash, '/');
    }
}
