/*
 * Temporary credentials by the certificate of a thing: AWS IoT's credentials provider
 * (https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html). The request goes over TLS with the certificate; the answer
 * is read where it lies.
 */
#ifndef RT_IOT_H
#define RT_IOT_H

#include "rt_sign.h"

/* Credentials are asked for anew this many seconds before they end; until they end the old ones are good where that fails. */
#define RT_IOT_EARLY 300U

typedef struct {
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token;
    uint64_t expires; /* seconds since 1970-01-01, UTC */
} rt_iot_credentials;

/*
 * Writes the request for credentials, HTTP/1.1 with Connection: close, and a zero byte.
 * thing: the thing's name, or NULL.
 * length: how many characters were written, without the zero byte.
 */
rt_result rt_iot_head(const char *host, const char *role_alias, const char *thing, char *text, size_t size, size_t *length);

/*
 * Reads the body of an answer of status 200. The body is changed: texts are unescaped and ended where they lie, and the credentials point
 * into it. RT_INVALID: it is no such body.
 */
rt_result rt_iot_read(char *json, size_t length, rt_iot_credentials *credentials);

/* Whether new credentials are due. */
int rt_iot_is_due(const rt_iot_credentials *credentials, uint64_t now);

#endif
