#include "rt_canonical.h"

static int hex_value(char c)
{
    if (rt_is_digit(c)) {
        return c - '0';
    }
    c = rt_lower(c);
    return ((c >= 'a') && (c <= 'f')) ? (c - 'a' + 10) : -1;
}

typedef struct {
    rt_span name;
    rt_span value;
} parameter;

/* A reader of a text that is escaped in some way, as it is in a canonical request. */
typedef struct {
    rt_span rest;
    char text[3];
    size_t length;
    size_t at;
} escaped_reader;

static void reader_begin(escaped_reader *reader, rt_span text)
{
    reader->rest = text;
    reader->length = 0;
    reader->at = 0;
}

/* The next character; -1 at the end. */
static int reader_next(escaped_reader *reader)
{
    if (reader->at == reader->length) {
        const rt_span rest = reader->rest;
        size_t used = 1;
        uint8_t byte;

        if (rest.length == 0U) {
            return -1;
        }
        byte = (uint8_t)rest.start[0];
        if ((byte == (uint8_t)'%') && (rest.length > 2U) && (hex_value(rest.start[1]) >= 0) && (hex_value(rest.start[2]) >= 0)) {
            byte = (uint8_t)((hex_value(rest.start[1]) * 16) + hex_value(rest.start[2]));
            used = 3;
        }
        reader->rest.start += used;
        reader->rest.length -= used;
        reader->length = rt_escape(byte, reader->text);
        reader->at = 0;
    }
    return reader->text[reader->at++];
}

static int compare_escaped(rt_span left, rt_span right)
{
    escaped_reader first;
    escaped_reader second;

    reader_begin(&first, left);
    reader_begin(&second, right);
    for (;;) {
        const int one = reader_next(&first);
        const int other = reader_next(&second);

        if ((one != other) || (one < 0)) {
            return one - other;
        }
    }
}

static int compare_parameters(const parameter *left, const parameter *right)
{
    const int names = compare_escaped(left->name, right->name);

    return (names != 0) ? names : compare_escaped(left->value, right->value);
}

static void add_again_escaped(const rt_hash *hash, rt_span text)
{
    escaped_reader reader;
    int c;

    reader_begin(&reader, text);
    for (c = reader_next(&reader); c >= 0; c = reader_next(&reader)) {
        rt_add_char(hash, (char)c);
    }
}

/* The parameter at a place, without its ampersand. */
static parameter parameter_at(const char *query, size_t at, size_t *next)
{
    parameter one;
    size_t end = at;
    size_t equals = 0;
    int has_value = 0;

    while ((query[end] != '\0') && (query[end] != '&')) {
        if (!has_value && (query[end] == '=')) {
            equals = end;
            has_value = 1;
        }
        end++;
    }
    one.name.start = &query[at];
    one.name.length = (has_value ? equals : end) - at;
    one.value.start = has_value ? &query[equals + 1U] : &query[end];
    one.value.length = has_value ? (end - equals - 1U) : 0U;
    *next = (query[end] == '&') ? (end + 1U) : end;
    return one;
}

/* Places of parameters in the order of the canonical request: two bytes each instead of what they are. */
static rt_result sort_query(const char *query, uint16_t places[RT_MOST_PARAMETERS], size_t *count)
{
    size_t at = 0;

    *count = 0;
    while (query[at] != '\0') {
        size_t next;
        const parameter one = parameter_at(query, at, &next);

        if ((one.name.length > 0U) || (one.value.length > 0U) || (query[at] == '=')) {
            size_t place = *count;

            if ((*count == RT_MOST_PARAMETERS) || (at > 65535U)) {
                return RT_TOO_MANY_PARAMETERS;
            }
            while (place > 0U) {
                size_t ignored;
                const parameter before = parameter_at(query, places[place - 1U], &ignored);

                if (compare_parameters(&one, &before) >= 0) {
                    break;
                }
                places[place] = places[place - 1U];
                place--;
            }
            places[place] = (uint16_t)at;
            (*count)++;
        }
        at = next;
    }
    return RT_OK;
}

rt_result rt_add_query(const rt_hash *hash, const char *query)
{
    uint16_t places[RT_MOST_PARAMETERS];
    size_t count;
    size_t i;
    const rt_result result = sort_query(query, places, &count);

    for (i = 0; (result == RT_OK) && (i < count); i++) {
        size_t ignored;
        const parameter one = parameter_at(query, places[i], &ignored);

        if (i > 0U) {
            rt_add_char(hash, '&');
        }
        add_again_escaped(hash, one.name);
        rt_add_char(hash, '=');
        add_again_escaped(hash, one.value);
    }
    return result;
}
