#include "rt_request.h"

#include <string.h>

/* Fields of the contract, and how they are written: a length comes first. */
#define TAG(field) ((uint8_t)(((field) << 3) | 2U))
#define REQUEST_ID TAG(1U)
#define ENTITY_ID TAG(2U)
#define MISSION_ID TAG(3U)
#define ROOMS TAG(5U)
#define TOP_K ((uint8_t)(7U << 3))
#define ROOM_ID TAG(1U)
#define IMAGES TAG(2U)
#define CONTENT TAG(1U)

#define LONGEST_VARINT 10U

static size_t varint(uint64_t number, uint8_t text[LONGEST_VARINT])
{
    size_t length = 0;

    while (number > 127U) {
        text[length] = (uint8_t)(number | 128U);
        length++;
        number >>= 7;
    }
    text[length] = (uint8_t)number;
    return length + 1U;
}

static uint64_t field_size(uint64_t length)
{
    uint8_t text[LONGEST_VARINT];

    return 1U + varint(length, text) + length;
}

static size_t text_length(const char *text)
{
    return (text == NULL) ? 0U : strlen(text);
}

/* An empty text is the default, which is not written. */
static uint64_t text_size(const char *text)
{
    const size_t length = text_length(text);

    return (length == 0U) ? 0U : field_size(length);
}

static uint64_t room_size(const rt_room *room)
{
    uint64_t size = text_size(room->room_id);
    size_t i;

    for (i = 0; i < room->picture_count; i++) {
        size += field_size(field_size(room->pictures[i].size));
    }
    return size;
}

uint64_t rt_recognize_size(const rt_recognize *request)
{
    uint8_t text[LONGEST_VARINT];
    uint64_t size = text_size(request->request_id) + text_size(request->entity_id) + text_size(request->mission_id);
    size_t i;

    for (i = 0; i < request->room_count; i++) {
        size += field_size(room_size(&request->rooms[i]));
    }
    return size + ((request->top_k > 0U) ? (1U + varint(request->top_k, text)) : 0U);
}

static int write_number(rt_sink sink, uint8_t tag, uint64_t number)
{
    uint8_t text[1U + LONGEST_VARINT];
    size_t length;

    text[0] = tag;
    length = 1U + varint(number, &text[1]);
    return sink.write(sink.context, text, length);
}

static int write_text(rt_sink sink, uint8_t tag, const char *text)
{
    const size_t length = text_length(text);
    int code = 0;

    if (length > 0U) {
        code = write_number(sink, tag, length);
        if (code == 0) {
            code = sink.write(sink.context, text, length);
        }
    }
    return code;
}

static int write_picture(const rt_picture *picture, rt_sink sink, void *buffer, size_t size)
{
    uint32_t offset = 0;
    int code = write_number(sink, IMAGES, field_size(picture->size));

    if (code == 0) {
        code = write_number(sink, CONTENT, picture->size);
    }
    while ((code == 0) && (offset < picture->size)) {
        const uint32_t left = picture->size - offset;
        const size_t part = (left < size) ? (size_t)left : size;
        const long read = picture->read(picture->context, offset, buffer, part);

        if ((read <= 0) || ((size_t)read > part)) {
            code = RT_PICTURE_UNREADABLE;
        } else {
            code = sink.write(sink.context, buffer, (size_t)read);
            offset += (uint32_t)read;
        }
    }
    return code;
}

static int write_room(const rt_room *room, rt_sink sink, void *buffer, size_t size)
{
    size_t i;
    int code = write_number(sink, ROOMS, room_size(room));

    if (code == 0) {
        code = write_text(sink, ROOM_ID, room->room_id);
    }
    for (i = 0; (code == 0) && (i < room->picture_count); i++) {
        code = write_picture(&room->pictures[i], sink, buffer, size);
    }
    return code;
}

int rt_recognize_write(const rt_recognize *request, rt_sink sink, void *buffer, size_t size)
{
    size_t i;
    int code = write_text(sink, REQUEST_ID, request->request_id);

    if (code == 0) {
        code = write_text(sink, ENTITY_ID, request->entity_id);
    }
    if (code == 0) {
        code = write_text(sink, MISSION_ID, request->mission_id);
    }
    for (i = 0; (code == 0) && (i < request->room_count); i++) {
        code = write_room(&request->rooms[i], sink, buffer, size);
    }
    if ((code == 0) && (request->top_k > 0U)) {
        code = write_number(sink, TOP_K, request->top_k);
    }
    return code;
}

static int into_hash(void *context, const void *data, size_t length)
{
    const rt_hash *hash = context;

    hash->add(hash->context, data, length);
    return 0;
}

int rt_recognize_hash(const rt_recognize *request, const rt_hash *hash, void *buffer, size_t size, char text[RT_SIGNATURE_SIZE + 1U])
{
    rt_hash copy = *hash;
    uint8_t result[RT_SHA256_SIZE];
    rt_sink sink;
    int code;

    sink.context = &copy;
    sink.write = into_hash;
    hash->begin(hash->context);
    code = rt_recognize_write(request, sink, buffer, size);
    hash->end(hash->context, result);
    rt_hex(result, text);
    text[RT_SIGNATURE_SIZE] = '\0';
    return code;
}

/* ---- The head ---- */

typedef struct {
    char *text;
    size_t size;
    size_t length;
} writer;

static void put(writer *to, const char *text)
{
    const size_t length = strlen(text);

    if ((to->length < to->size) && (length < (to->size - to->length))) {
        (void)memcpy(&to->text[to->length], text, length);
    }
    to->length += length;
}

static void put_size(writer *to, uint64_t number)
{
    char text[21];
    size_t at = sizeof text - 1U;

    text[at] = '\0';
    do {
        at--;
        text[at] = (char)('0' + (char)(number % 10U));
        number /= 10U;
    } while (number > 0U);
    put(to, &text[at]);
}

rt_result rt_head(const rt_hash *hash, const rt_credentials *credentials, const rt_request *request, uint64_t body_size, char *text, size_t size, size_t *length)
{
    writer to;
    size_t authorization = 0;
    size_t i;
    rt_result code;

    to.text = text;
    to.size = size;
    to.length = 0;
    put(&to, request->method);
    put(&to, " ");
    put(&to, request->path);
    if ((request->query != NULL) && (request->query[0] != '\0')) {
        put(&to, "?");
        put(&to, request->query);
    }
    put(&to, " HTTP/1.1\r\n");
    for (i = 0; i < request->header_count; i++) {
        put(&to, request->headers[i].name);
        put(&to, ": ");
        put(&to, request->headers[i].value);
        put(&to, "\r\n");
    }
    put(&to, "Content-Length: ");
    put_size(&to, body_size);
    put(&to, "\r\nAuthorization: ");
    if (to.length >= size) {
        return RT_NO_ROOM;
    }
    code = rt_authorization(hash, credentials, request, &text[to.length], size - to.length, &authorization);
    if (code != RT_OK) {
        return code;
    }
    to.length += authorization;
    put(&to, "\r\n\r\n");
    *length = to.length;
    return (to.length < size) ? RT_OK : RT_NO_ROOM;
}
