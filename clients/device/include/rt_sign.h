/*
 * AWS Signature Version 4 for devices with little memory ("Create a signed AWS API request", IAM user guide). Nothing is allocated, nothing is
 * global; of the C library it needs memcpy, memcmp and strlen. The canonical request is hashed while it is made and never held.
 *
 * All texts end with a zero byte and are the caller's until a call returns.
 */
#ifndef RT_SIGN_H
#define RT_SIGN_H

#include "rt_sha256.h"

/* What a call answers. */
typedef enum {
    RT_OK = 0,
    RT_INVALID,          /* a text that must be there is not, or is not of its form */
    RT_TOO_MANY_HEADERS, /* more than RT_MOST_HEADERS */
    RT_TOO_MANY_PARAMETERS, /* more than RT_MOST_PARAMETERS in the query */
    RT_NO_ROOM           /* the buffer is too small; nothing of what is in it is to be used */
} rt_result;

#define RT_MOST_HEADERS 16U
#define RT_MOST_PARAMETERS 24U
#define RT_SIGNATURE_SIZE 64U

/* What stands for the body's hash if it is not signed. */
#define RT_UNSIGNED_PAYLOAD "UNSIGNED-PAYLOAD"

/* With what and for what is signed. */
typedef struct {
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token; /* NULL for none; sent as x-amz-security-token, and signed if it is among the headers */
    const char *region;
    const char *service; /* execute-api for Amazon API Gateway */
} rt_credentials;

typedef struct {
    const char *name;  /* in any case */
    const char *value; /* as it is sent */
} rt_header;

/* The parts of a request, as they are sent. */
typedef struct {
    const char *method;
    const char *path;  /* begins with a slash; is escaped once more for the signature; dots and empty segments are tidied */
    const char *query; /* without its question mark; NULL or empty for none */
    const rt_header *headers; /* those that are signed, host and x-amz-date among them, in any order */
    size_t header_count;
    const char *payload_hash; /* 64 characters of lower-case hex, or RT_UNSIGNED_PAYLOAD */
    const char *time;         /* as x-amz-date says: 20260131T235959Z */
    int keeps_path;           /* not 0: the path is not tidied */
} rt_request;

/* Writes 64 characters of lower-case hex. */
void rt_hex(const uint8_t hash[RT_SHA256_SIZE], char text[RT_SIGNATURE_SIZE]);

/*
 * Writes seconds since 1970-01-01 (UTC) as 20260131T235959Z and a zero byte. RT_INVALID after the year 9999.
 */
rt_result rt_time(uint64_t seconds, char text[17]);

/*
 * Writes the signature: 64 characters of lower-case hex, without a zero byte.
 * hash: rt_sha256_as_hash, or the platform's.
 */
rt_result rt_signature(const rt_hash *hash, const rt_credentials *credentials, const rt_request *request, char signature[RT_SIGNATURE_SIZE]);

/*
 * Writes the value of the header Authorization and a zero byte.
 * size: of the buffer; 512 does for the usual headers.
 * length: how many characters were written, without the zero byte.
 */
rt_result rt_authorization(const rt_hash *hash, const rt_credentials *credentials, const rt_request *request, char *text, size_t size, size_t *length);

#endif
