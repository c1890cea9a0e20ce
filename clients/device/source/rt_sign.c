#include "rt_sign.h"

#include <string.h>

#define TIME_SIZE 16U
#define DATE_SIZE 8U

static const char algorithm[] = "AWS4-HMAC-SHA256";
static const char scope_end[] = "aws4_request";

/* A part of a text. */
typedef struct {
    const char *start;
    size_t length;
} span;

static span span_of(const char *text)
{
    span all;

    all.start = text;
    all.length = strlen(text);
    return all;
}

static int is_one_of(char c, const char *set)
{
    for (; *set != '\0'; set++) {
        if (*set == c) {
            return 1;
        }
    }
    return 0;
}

static int is_digit(char c)
{
    return (c >= '0') && (c <= '9');
}

static int is_unreserved(uint8_t c)
{
    return ((c >= (uint8_t)'A') && (c <= (uint8_t)'Z')) || ((c >= (uint8_t)'a') && (c <= (uint8_t)'z')) || is_digit((char)c) ||
           (c == (uint8_t)'-') || (c == (uint8_t)'.') || (c == (uint8_t)'_') || (c == (uint8_t)'~');
}

static char lower(char c)
{
    return ((c >= 'A') && (c <= 'Z')) ? (char)(c + ('a' - 'A')) : c;
}

static int hex_value(char c)
{
    if (is_digit(c)) {
        return c - '0';
    }
    c = lower(c);
    return ((c >= 'a') && (c <= 'f')) ? (c - 'a' + 10) : -1;
}

/* ---- Into the hash ---- */

static void add(const rt_hash *hash, span text)
{
    hash->add(hash->context, text.start, text.length);
}

static void add_text(const rt_hash *hash, const char *text)
{
    add(hash, span_of(text));
}

static void add_char(const rt_hash *hash, char c)
{
    hash->add(hash->context, &c, 1U);
}

/* A byte as a canonical request has it: 1 to 3 characters. */
static size_t escape(uint8_t byte, char text[3])
{
    static const char digits[] = "0123456789ABCDEF";

    if (is_unreserved(byte)) {
        text[0] = (char)byte;
        return 1;
    }
    text[0] = '%';
    text[1] = digits[byte >> 4];
    text[2] = digits[byte & 15U];
    return 3;
}

static void add_escaped(const rt_hash *hash, uint8_t byte)
{
    char text[3];
    const size_t length = escape(byte, text);

    hash->add(hash->context, text, length);
}

/* ---- The path ---- */

/* The segment that begins at a place; the place behind it. */
static span segment_at(span path, size_t at, size_t *next)
{
    span segment;
    size_t end = at;

    while ((end < path.length) && (path.start[end] != '/')) {
        end++;
    }
    segment.start = &path.start[at];
    segment.length = end - at;
    *next = end + 1U;
    return segment;
}

static int is_dots(span segment, size_t count)
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
static int is_taken_back(span path, size_t next)
{
    size_t depth = 1;

    while (next <= path.length) {
        const span segment = segment_at(path, next, &next);

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

static void add_path(const rt_hash *hash, const char *text, int keeps)
{
    span path = span_of(text);
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
        const span segment = segment_at(path, at, &next);
        const int is_nothing = (segment.length == 0U) || is_dots(segment, 1U) || is_dots(segment, 2U);

        is_folder = !keeps && is_nothing;
        if (keeps || (!is_nothing && !is_taken_back(path, next))) {
            add_char(hash, '/');
            is_empty = 0;
            for (i = 0; i < segment.length; i++) {
                add_escaped(hash, (uint8_t)segment.start[i]);
            }
        }
        at = next;
    }
    if (is_folder || is_empty) {
        add_char(hash, '/');
    }
}

/* ---- The query ---- */

typedef struct {
    span name;
    span value;
} parameter;

/* A reader of a text that is escaped in some way, as it is in a canonical request. */
typedef struct {
    span rest;
    char text[3];
    size_t length;
    size_t at;
} escaped_reader;

static void reader_begin(escaped_reader *reader, span text)
{
    reader->rest = text;
    reader->length = 0;
    reader->at = 0;
}

/* The next character; -1 at the end. */
static int reader_next(escaped_reader *reader)
{
    if (reader->at == reader->length) {
        const span rest = reader->rest;
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
        reader->length = escape(byte, reader->text);
        reader->at = 0;
    }
    return reader->text[reader->at++];
}

static int compare_escaped(span left, span right)
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

static void add_again_escaped(const rt_hash *hash, span text)
{
    escaped_reader reader;
    int c;

    reader_begin(&reader, text);
    for (c = reader_next(&reader); c >= 0; c = reader_next(&reader)) {
        add_char(hash, (char)c);
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

static rt_result add_query(const rt_hash *hash, const char *query)
{
    uint16_t places[RT_MOST_PARAMETERS];
    size_t count;
    size_t i;
    const rt_result result = sort_query(query, places, &count);

    for (i = 0; (result == RT_OK) && (i < count); i++) {
        size_t ignored;
        const parameter one = parameter_at(query, places[i], &ignored);

        if (i > 0U) {
            add_char(hash, '&');
        }
        add_again_escaped(hash, one.name);
        add_char(hash, '=');
        add_again_escaped(hash, one.value);
    }
    return result;
}

/* ---- The headers ---- */

static int compare_names(const char *left, const char *right)
{
    while ((*left != '\0') && (lower(*left) == lower(*right))) {
        left++;
        right++;
    }
    return (int)(uint8_t)lower(*left) - (int)(uint8_t)lower(*right);
}

/* Of several of one name the order stays. */
static void sort_headers(const rt_request *request, uint8_t order[RT_MOST_HEADERS])
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

static int repeats(const rt_request *request, const uint8_t order[RT_MOST_HEADERS], size_t i)
{
    return (i > 0U) && (compare_names(request->headers[order[i]].name, request->headers[order[i - 1U]].name) == 0);
}

static void add_lower(const rt_hash *hash, const char *name)
{
    for (; *name != '\0'; name++) {
        add_char(hash, lower(*name));
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
                add_char(hash, ' ');
            }
            add_char(hash, *value);
            is_first = 0;
            is_after_blank = 0;
        }
    }
}

static void add_headers(const rt_hash *hash, const rt_request *request, const uint8_t order[RT_MOST_HEADERS])
{
    size_t i;

    for (i = 0; i < request->header_count; i++) {
        const rt_header *header = &request->headers[order[i]];

        if (repeats(request, order, i)) {
            add_char(hash, ',');
        } else {
            if (i > 0U) {
                add_char(hash, '\n');
            }
            add_lower(hash, header->name);
            add_char(hash, ':');
        }
        add_trimmed(hash, header->value);
    }
    add_text(hash, "\n\n");
    for (i = 0; i < request->header_count; i++) {
        if (!repeats(request, order, i)) {
            if (i > 0U) {
                add_char(hash, ';');
            }
            add_lower(hash, request->headers[order[i]].name);
        }
    }
}

/* ---- The signature ---- */

static rt_result hash_request(const rt_hash *hash, const rt_request *request, uint8_t result[RT_SHA256_SIZE])
{
    uint8_t order[RT_MOST_HEADERS];
    rt_result query = RT_OK;

    hash->begin(hash->context);
    add_text(hash, request->method);
    add_char(hash, '\n');
    add_path(hash, request->path, request->keeps_path);
    add_char(hash, '\n');
    if (request->query != NULL) {
        query = add_query(hash, request->query);
    }
    add_char(hash, '\n');
    sort_headers(request, order);
    add_headers(hash, request, order);
    add_char(hash, '\n');
    add_text(hash, request->payload_hash);
    hash->end(hash->context, result);
    return query;
}

/* The first step of HMAC (RFC 2104): the key's block, changed by a constant. A longer key is hashed. */
static void begin_block(const rt_hash *hash, const uint8_t *key, size_t length, uint8_t change)
{
    uint8_t block[RT_SHA256_BLOCK];
    size_t i;

    for (i = 0; i < RT_SHA256_BLOCK; i++) {
        block[i] = (uint8_t)(((i < length) ? key[i] : 0U) ^ change);
    }
    hash->begin(hash->context);
    hash->add(hash->context, block, sizeof block);
}

static void end_hmac(const rt_hash *hash, const uint8_t *key, size_t length, uint8_t result[RT_SHA256_SIZE])
{
    hash->end(hash->context, result);
    begin_block(hash, key, length, 0x5cU);
    hash->add(hash->context, result, RT_SHA256_SIZE);
    hash->end(hash->context, result);
}

/* result may be the key. */
static void hmac(const rt_hash *hash, const uint8_t key[RT_SHA256_SIZE], span text, uint8_t result[RT_SHA256_SIZE])
{
    uint8_t inner[RT_SHA256_SIZE];

    begin_block(hash, key, RT_SHA256_SIZE, 0x36U);
    add(hash, text);
    end_hmac(hash, key, RT_SHA256_SIZE, inner);
    (void)memcpy(result, inner, sizeof inner);
}

/* The first key, AWS4 and the secret, has no memory of its own. */
static void hmac_of_secret(const rt_hash *hash, const char *secret, span text, uint8_t result[RT_SHA256_SIZE])
{
    const size_t length = strlen(secret) + 4U;
    uint8_t key[RT_SHA256_BLOCK];
    size_t used = length;

    if (length > sizeof key) {
        hash->begin(hash->context);
        add_text(hash, "AWS4");
        add_text(hash, secret);
        hash->end(hash->context, key);
        used = RT_SHA256_SIZE;
    } else {
        (void)memcpy(key, "AWS4", 4U);
        (void)memcpy(&key[4], secret, length - 4U);
    }
    begin_block(hash, key, used, 0x36U);
    add(hash, text);
    end_hmac(hash, key, used, result);
}

static void add_scope(const rt_hash *hash, const rt_credentials *credentials, span date)
{
    add(hash, date);
    add_char(hash, '/');
    add_text(hash, credentials->region);
    add_char(hash, '/');
    add_text(hash, credentials->service);
    add_char(hash, '/');
    add_text(hash, scope_end);
}

void rt_hex(const uint8_t hash[RT_SHA256_SIZE], char text[RT_SIGNATURE_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    size_t i;

    for (i = 0; i < RT_SHA256_SIZE; i++) {
        text[2U * i] = digits[hash[i] >> 4];
        text[(2U * i) + 1U] = digits[hash[i] & 15U];
    }
}

static int is_time(const char *text)
{
    size_t i;

    if (strlen(text) != TIME_SIZE) {
        return 0;
    }
    for (i = 0; i < TIME_SIZE; i++) {
        if ((i == 8U) ? (text[i] != 'T') : ((i == 15U) ? (text[i] != 'Z') : !is_digit(text[i]))) {
            return 0;
        }
    }
    return 1;
}

static rt_result verify(const rt_credentials *credentials, const rt_request *request)
{
    size_t i;

    if ((credentials->access_key_id == NULL) || (credentials->secret_access_key == NULL) || (credentials->region == NULL) ||
        (credentials->service == NULL) || (request->method == NULL) || (request->path == NULL) || (request->payload_hash == NULL) ||
        (request->time == NULL) || !is_time(request->time) || (request->header_count == 0U) || (request->headers == NULL)) {
        return RT_INVALID;
    }
    if (request->header_count > RT_MOST_HEADERS) {
        return RT_TOO_MANY_HEADERS;
    }
    for (i = 0; i < request->header_count; i++) {
        if ((request->headers[i].name == NULL) || (request->headers[i].value == NULL)) {
            return RT_INVALID;
        }
    }
    return RT_OK;
}

static void sign(const rt_hash *hash, const rt_credentials *credentials, const char *time, const char canonical[RT_SIGNATURE_SIZE], uint8_t key[RT_SHA256_SIZE])
{
    uint8_t inner[RT_SHA256_SIZE];
    span date;

    date.start = time;
    date.length = DATE_SIZE;
    hmac_of_secret(hash, credentials->secret_access_key, date, key);
    hmac(hash, key, span_of(credentials->region), key);
    hmac(hash, key, span_of(credentials->service), key);
    hmac(hash, key, span_of(scope_end), key);
    begin_block(hash, key, RT_SHA256_SIZE, 0x36U);
    add_text(hash, algorithm);
    add_char(hash, '\n');
    add_text(hash, time);
    add_char(hash, '\n');
    add_scope(hash, credentials, date);
    add_char(hash, '\n');
    hash->add(hash->context, canonical, RT_SIGNATURE_SIZE);
    end_hmac(hash, key, RT_SHA256_SIZE, inner);
    (void)memcpy(key, inner, sizeof inner);
}

rt_result rt_signature(const rt_hash *hash, const rt_credentials *credentials, const rt_request *request, char signature[RT_SIGNATURE_SIZE])
{
    uint8_t result[RT_SHA256_SIZE];
    rt_result code = verify(credentials, request);

    if (code == RT_OK) {
        code = hash_request(hash, request, result);
    }
    if (code == RT_OK) {
        rt_hex(result, signature);
        sign(hash, credentials, request->time, signature, result);
        rt_hex(result, signature);
    }
    return code;
}

/* ---- The header ---- */

typedef struct {
    char *text;
    size_t size;
    size_t length;
} writer;

static void put(writer *to, char c)
{
    if (to->length < to->size) {
        to->text[to->length] = c;
    }
    to->length++;
}

static void put_span(writer *to, span text)
{
    size_t i;

    for (i = 0; i < text.length; i++) {
        put(to, text.start[i]);
    }
}

static void put_text(writer *to, const char *text)
{
    put_span(to, span_of(text));
}

static void put_names(writer *to, const rt_request *request)
{
    uint8_t order[RT_MOST_HEADERS];
    size_t i;

    sort_headers(request, order);
    for (i = 0; i < request->header_count; i++) {
        const char *name = request->headers[order[i]].name;

        if (!repeats(request, order, i)) {
            if (i > 0U) {
                put(to, ';');
            }
            for (; *name != '\0'; name++) {
                put(to, lower(*name));
            }
        }
    }
}

rt_result rt_authorization(const rt_hash *hash, const rt_credentials *credentials, const rt_request *request, char *text, size_t size, size_t *length)
{
    char signature[RT_SIGNATURE_SIZE];
    span part;
    writer to;
    const rt_result code = rt_signature(hash, credentials, request, signature);

    if (code != RT_OK) {
        return code;
    }
    to.text = text;
    to.size = size;
    to.length = 0;
    put_text(&to, algorithm);
    put_text(&to, " Credential=");
    put_text(&to, credentials->access_key_id);
    put(&to, '/');
    part.start = request->time;
    part.length = DATE_SIZE;
    put_span(&to, part);
    put(&to, '/');
    put_text(&to, credentials->region);
    put(&to, '/');
    put_text(&to, credentials->service);
    put(&to, '/');
    put_text(&to, scope_end);
    put_text(&to, ", SignedHeaders=");
    put_names(&to, request);
    put_text(&to, ", Signature=");
    part.start = signature;
    part.length = RT_SIGNATURE_SIZE;
    put_span(&to, part);
    *length = to.length;
    put(&to, '\0');
    return (to.length <= size) ? RT_OK : RT_NO_ROOM;
}

/* ---- The time ---- */

static void put_number(char *text, unsigned digits, unsigned number)
{
    while (digits > 0U) {
        digits--;
        text[digits] = (char)('0' + (char)(number % 10U));
        number /= 10U;
    }
}

/* From days to the date of the Gregorian calendar, in eras of 400 years that begin in March, so that the leap day is a year's last. */
rt_result rt_time(uint64_t seconds, char text[17])
{
    const uint32_t day_seconds = (uint32_t)(seconds % 86400U);
    uint32_t days;
    uint32_t era;
    uint32_t day;
    uint32_t year;
    uint32_t month;

    if (seconds > 253402300799U) {
        return RT_INVALID;
    }
    days = (uint32_t)(seconds / 86400U) + 719468U;
    era = days / 146097U;
    day = days % 146097U;
    year = (day - (day / 1460U) + (day / 36524U) - (day / 146096U)) / 365U;
    day -= (365U * year) + (year / 4U) - (year / 100U);
    month = ((5U * day) + 2U) / 153U;
    day -= ((153U * month) + 2U) / 5U;
    year += (era * 400U) + ((month >= 10U) ? 1U : 0U);
    put_number(&text[0], 4U, year);
    put_number(&text[4], 2U, (month < 10U) ? (month + 3U) : (month - 9U));
    put_number(&text[6], 2U, day + 1U);
    text[8] = 'T';
    put_number(&text[9], 2U, day_seconds / 3600U);
    put_number(&text[11], 2U, (day_seconds / 60U) % 60U);
    put_number(&text[13], 2U, day_seconds % 60U);
    text[15] = 'Z';
    text[16] = '\0';
    return RT_OK;
}
