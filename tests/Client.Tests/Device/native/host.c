/*
 * Runs the library on cases from standard input, a line each, and writes a line for each. Words are separated by blanks; texts are in hex,
 * an empty one is "-".
 *   sign METHOD PATH QUERY HASH TIME KEEPS ID SECRET REGION SERVICE [NAME VALUE]...  -> CODE SIGNATURE HEAD
 *   write BUFFER REQUEST ENTITY MISSION TOP ROOMS [ROOM PICTURES [PICTURE]...]...     -> CODE SIZE HASH BODY
 *   time SECONDS                                                                     -> CODE TEXT
 *   iot JSON                                                                         -> CODE ID SECRET TOKEN SECONDS
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rt_iot.h"
#include "rt_request.h"

#ifdef RT_MBEDTLS
#include "rt_mbedtls.h"
#endif

#define MOST 400000

static char line[2 * MOST];
static char arena[MOST];
static size_t used;
static char *rest;

static const char *word(void)
{
    const char *start = strtok_r(NULL, " \n", &rest);

    return (start == NULL) ? "-" : start;
}

static char *text_of(size_t *length)
{
    const char *hex = word();
    char *text = &arena[used];
    size_t i;

    *length = (hex[0] == '-') ? 0U : strlen(hex) / 2U;
    for (i = 0; i < *length; i++) {
        const char digits[3] = {hex[2U * i], hex[(2U * i) + 1U], '\0'};

        text[i] = (char)strtoul(digits, NULL, 16);
    }
    text[*length] = '\0';
    used += *length + 1U;
    return text;
}

static char *text(void)
{
    size_t length;

    return text_of(&length);
}

static void put_hex(const char *bytes, size_t length)
{
    size_t i;

    if (length == 0U) {
        (void)putchar('-');
    }
    for (i = 0; i < length; i++) {
        (void)printf("%02x", (unsigned)(unsigned char)bytes[i]);
    }
}

static void run_sign(const rt_hash *hash)
{
    static char head[16384];
    rt_request request;
    rt_credentials credentials;
    rt_header headers[64];
    char signature[RT_SIGNATURE_SIZE];
    size_t length = 0;
    rt_result code;

    memset(&request, 0, sizeof request);
    memset(&credentials, 0, sizeof credentials);
    request.method = text();
    request.path = text();
    request.query = text();
    request.payload_hash = text();
    request.time = text();
    request.keeps_path = word()[0] == '1';
    credentials.access_key_id = text();
    credentials.secret_access_key = text();
    credentials.region = text();
    credentials.service = text();
    while ((*rest != '\0') && (*rest != '\n') && (request.header_count < 64U)) {
        headers[request.header_count].name = text();
        headers[request.header_count].value = text();
        request.header_count++;
    }
    request.headers = headers;
    code = rt_signature(hash, &credentials, &request, signature);
    (void)printf("%d ", (int)code);
    put_hex(signature, (code == RT_OK) ? sizeof signature : 0U);
    code = rt_head(hash, &credentials, &request, 1234567890123U, head, sizeof head, &length);
    (void)putchar(' ');
    put_hex(head, (code == RT_OK) ? length : 0U);
    (void)putchar('\n');
}

static long read_picture(void *context, uint32_t offset, void *buffer, size_t length)
{
    /* As files do: sometimes less than was asked for. */
    const size_t part = (length > 7U) ? (length - (offset % 5U)) : length;

    memcpy(buffer, (const char *)context + offset, part);
    return (long)part;
}

static char body[MOST];
static size_t body_length;

static int into_body(void *context, const void *data, size_t length)
{
    (void)context;
    memcpy(&body[body_length], data, length);
    body_length += length;
    return 0;
}

static void run_write(const rt_hash *hash)
{
    static char buffer[65536];
    static rt_picture pictures[64];
    static rt_room rooms[16];
    rt_recognize request;
    rt_sink sink;
    char told[RT_SIGNATURE_SIZE + 1U];
    size_t size = (size_t)atoi(word());
    size_t count = 0;
    size_t i;
    int code;

    memset(&request, 0, sizeof request);
    request.request_id = text();
    request.entity_id = text();
    request.mission_id = text();
    request.top_k = (uint32_t)strtoul(word(), NULL, 10);
    request.room_count = (size_t)atoi(word());
    request.rooms = rooms;
    for (i = 0; i < request.room_count; i++) {
        size_t j;

        rooms[i].room_id = text();
        rooms[i].picture_count = (size_t)atoi(word());
        rooms[i].pictures = &pictures[count];
        for (j = 0; j < rooms[i].picture_count; j++) {
            size_t length;

            pictures[count].context = text_of(&length);
            pictures[count].size = (uint32_t)length;
            pictures[count].read = read_picture;
            count++;
        }
    }
    sink.context = NULL;
    sink.write = into_body;
    body_length = 0;
    code = rt_recognize_hash(&request, hash, buffer, size, told);
    if (code == 0) {
        code = rt_recognize_write(&request, sink, buffer, size);
    }
    (void)printf("%d %llu %s ", code, (unsigned long long)rt_recognize_size(&request), told);
    put_hex(body, body_length);
    (void)putchar('\n');
}

static void run_iot(void)
{
    rt_iot_credentials credentials;
    size_t length;
    char *json = text_of(&length);
    const rt_result code = rt_iot_read(json, length, &credentials);

    (void)printf("%d", (int)code);
    if (code == RT_OK) {
        (void)printf(" %s %s %s %llu", credentials.access_key_id, credentials.secret_access_key, credentials.session_token, (unsigned long long)credentials.expires);
    }
    (void)putchar('\n');
}

int main(void)
{
#ifdef RT_MBEDTLS
    mbedtls_sha256_context context;
    const rt_hash hash = rt_mbedtls_as_hash(&context);

    mbedtls_sha256_init(&context);
#else
    rt_sha256_context context;
    const rt_hash hash = rt_sha256_as_hash(&context);
#endif

    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *kind = strtok_r(line, " \n", &rest);

        used = 0;
        if (kind == NULL) {
            continue;
        }
        if (strcmp(kind, "sign") == 0) {
            run_sign(&hash);
        } else if (strcmp(kind, "write") == 0) {
            run_write(&hash);
        } else if (strcmp(kind, "iot") == 0) {
            run_iot();
        } else {
            char told[17] = "";
            const rt_result code = rt_time(strtoull(word(), NULL, 10), told);

            (void)printf("%d %s\n", (int)code, told);
        }
    }
    return 0;
}
