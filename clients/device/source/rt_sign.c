#include "rt_canonical.h"

#include <string.h>

#define TIME_SIZE 16U

static rt_result hash_request(const rt_hash *hash, const rt_request *request, uint8_t result[RT_SHA256_SIZE])
{
    uint8_t order[RT_MOST_HEADERS];
    rt_result query = RT_OK;

    hash->begin(hash->context);
    rt_add_text(hash, request->method);
    rt_add_char(hash, '\n');
    rt_add_path(hash, request->path, request->keeps_path);
    rt_add_char(hash, '\n');
    if (request->query != NULL) {
        query = rt_add_query(hash, request->query);
    }
    rt_add_char(hash, '\n');
    rt_sort_headers(request, order);
    rt_add_headers(hash, request, order);
    rt_add_char(hash, '\n');
    rt_add_text(hash, request->payload_hash);
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
static void hmac(const rt_hash *hash, const uint8_t key[RT_SHA256_SIZE], rt_span text, uint8_t result[RT_SHA256_SIZE])
{
    uint8_t inner[RT_SHA256_SIZE];

    begin_block(hash, key, RT_SHA256_SIZE, 0x36U);
    rt_add(hash, text);
    end_hmac(hash, key, RT_SHA256_SIZE, inner);
    (void)memcpy(result, inner, sizeof inner);
}

/* The first key, AWS4 and the secret, has no memory of its own. */
static void hmac_of_secret(const rt_hash *hash, const char *secret, rt_span text, uint8_t result[RT_SHA256_SIZE])
{
    const size_t length = strlen(secret) + 4U;
    uint8_t key[RT_SHA256_BLOCK];
    size_t used = length;

    if (length > sizeof key) {
        hash->begin(hash->context);
        rt_add_text(hash, "AWS4");
        rt_add_text(hash, secret);
        hash->end(hash->context, key);
        used = RT_SHA256_SIZE;
    } else {
        (void)memcpy(key, "AWS4", 4U);
        (void)memcpy(&key[4], secret, length - 4U);
    }
    begin_block(hash, key, used, 0x36U);
    rt_add(hash, text);
    end_hmac(hash, key, used, result);
}

static void add_scope(const rt_hash *hash, const rt_credentials *credentials, rt_span date)
{
    rt_add(hash, date);
    rt_add_char(hash, '/');
    rt_add_text(hash, credentials->region);
    rt_add_char(hash, '/');
    rt_add_text(hash, credentials->service);
    rt_add_char(hash, '/');
    rt_add_text(hash, RT_SCOPE_END);
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
        if ((i == 8U) ? (text[i] != 'T') : ((i == 15U) ? (text[i] != 'Z') : !rt_is_digit(text[i]))) {
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
    rt_span date;

    date.start = time;
    date.length = RT_DATE_SIZE;
    hmac_of_secret(hash, credentials->secret_access_key, date, key);
    hmac(hash, key, rt_span_of(credentials->region), key);
    hmac(hash, key, rt_span_of(credentials->service), key);
    hmac(hash, key, rt_span_of(RT_SCOPE_END), key);
    begin_block(hash, key, RT_SHA256_SIZE, 0x36U);
    rt_add_text(hash, RT_ALGORITHM);
    rt_add_char(hash, '\n');
    rt_add_text(hash, time);
    rt_add_char(hash, '\n');
    add_scope(hash, credentials, date);
    rt_add_char(hash, '\n');
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
