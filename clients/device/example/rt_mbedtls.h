/* mbedTLS's SHA-256 (2.28 or 3) as a platform's: a chip's accelerator where mbedTLS is built for one (MBEDTLS_SHA256_ALT). */
#ifndef RT_MBEDTLS_H
#define RT_MBEDTLS_H

#include <mbedtls/sha256.h>
#include <mbedtls/version.h>

#include "rt_sha256.h"

#if MBEDTLS_VERSION_MAJOR < 3
#define mbedtls_sha256_starts mbedtls_sha256_starts_ret
#define mbedtls_sha256_update mbedtls_sha256_update_ret
#define mbedtls_sha256_finish mbedtls_sha256_finish_ret
#endif

static void rt_mbedtls_begin(void *context)
{
    (void)mbedtls_sha256_starts(context, 0);
}

static void rt_mbedtls_add(void *context, const void *data, size_t length)
{
    (void)mbedtls_sha256_update(context, data, length);
}

static void rt_mbedtls_end(void *context, uint8_t hash[RT_SHA256_SIZE])
{
    (void)mbedtls_sha256_finish(context, hash);
}

/* The context is initialized (mbedtls_sha256_init) and outlives the hash. */
static inline rt_hash rt_mbedtls_as_hash(mbedtls_sha256_context *context)
{
    rt_hash hash;

    hash.context = context;
    hash.begin = rt_mbedtls_begin;
    hash.add = rt_mbedtls_add;
    hash.end = rt_mbedtls_end;
    return hash;
}

#endif
