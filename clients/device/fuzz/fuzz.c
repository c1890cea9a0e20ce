/*
 * Any bytes as an answer of the credentials provider, and as a request to sign: nothing of memory may go wrong (libFuzzer).
 *
 *   clang -std=c99 -g -O1 -fsanitize=fuzzer,address,undefined -Iinclude source/rt_*.c fuzz/fuzz.c -o fuzzer && ./fuzzer -max_total_time=60 -dict=fuzz/tokens.dict fuzz/corpus
 */
#include <stdlib.h>
#include <string.h>

#include "rt_iot.h"
#include "rt_request.h"

#define TEXTS 12U

/* Texts end at line breaks; of those that are missing, there is an empty one. */
static void sign(char *text)
{
    rt_sha256_context context;
    const rt_hash hash = rt_sha256_as_hash(&context);
    char *texts[TEXTS];
    rt_header headers[3];
    rt_credentials credentials;
    rt_request request;
    char head[512];
    size_t length;
    size_t i;

    for (i = 0; i < TEXTS; i++) {
        texts[i] = text;
        text += strcspn(text, "\n");
        if (*text == '\n') {
            *text = '\0';
            text++;
        }
    }
    credentials.access_key_id = texts[0];
    credentials.secret_access_key = texts[1];
    credentials.session_token = NULL;
    credentials.region = texts[2];
    credentials.service = texts[3];
    for (i = 0; i < 3U; i++) {
        headers[i].name = texts[6U + (2U * i)];
        headers[i].value = texts[7U + (2U * i)];
    }
    request.method = "POST";
    request.path = texts[4];
    request.query = texts[5];
    request.headers = headers;
    request.header_count = 3;
    request.payload_hash = RT_UNSIGNED_PAYLOAD;
    request.time = "20150830T123600Z";
    request.keeps_path = (texts[4][0] == '.') ? 1 : 0;
    (void)rt_head(&hash, &credentials, &request, 1, head, sizeof head, &length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rt_iot_credentials credentials;
    /* Of its own length, so that a byte too far is found. */
    char *json = malloc((size > 0U) ? size : 1U);
    char *text = malloc(size + 1U);

    if ((json != NULL) && (text != NULL)) {
        (void)memcpy(json, data, size);
        if (rt_iot_read(json, size, &credentials) == RT_OK) {
            size_t length;
            char head[300];

            (void)rt_iot_head(credentials.access_key_id, credentials.secret_access_key, credentials.session_token, head, sizeof head, &length);
            (void)rt_iot_is_due(&credentials, 0);
        }
        (void)memcpy(text, data, size);
        text[size] = '\0';
        sign(text);
    }
    free(json);
    free(text);
    return 0;
}
